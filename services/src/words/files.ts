/** What is said about files that cannot be read. */
export const fileWords = {
  "file.none": { en: "There is no such file: {file}", zh: "没有这个文件：{file}" },
  "file.forbidden": { en: "This user may not read the file: {file}", zh: "当前用户无权读取该文件：{file}" },
  "file.unreadable": { en: "The file cannot be read ({code}): {file}", zh: "不能读取该文件（{code}）：{file}" },
  "file.not-ordinary": { en: "{file} is no ordinary file.", zh: "{file} 不是普通文件。" },
  "file.empty": { en: "{file} is empty.", zh: "{file} 是空文件。" },
  "file.no-text": {
    en: "{file} holds no text: it should begin with a row of column names.",
    zh: "{file} 没有文字：第一行应当是列名。",
  },
  "file.other": {
    en: "{file} is {what}: a table is needed (CSV, XLSX, GeoJSON, Shapefile or GeoPackage).",
    zh: "{file} 是{what}：需要的是表格（CSV、XLSX、GeoJSON、Shapefile 或 GeoPackage）。",
  },
  "what.png": { en: "a PNG picture", zh: " PNG 图片" },
  "what.jpeg": { en: "a JPEG picture", zh: " JPEG 图片" },
  "what.pdf": { en: "a PDF", zh: " PDF 文档" },
  "what.gzip": { en: "packed with gzip; unpack it first", zh: " gzip 压缩文件，请先解压" },
  "what.rar": { en: "a RAR archive; unpack it, or pack it as ZIP", zh: " RAR 压缩包，请解压，或改用 ZIP 打包" },
  "what.7z": { en: "a 7-Zip archive; unpack it, or pack it as ZIP", zh: " 7-Zip 压缩包，请解压，或改用 ZIP 打包" },
  "what.rtf": {
    en: "an RTF document; open it and save it as .xlsx or CSV",
    zh: " RTF 文档，请打开后另存为 .xlsx 或 CSV",
  },
  "file.no-table": {
    en: "{file} is a web page without a table; save the data as CSV.",
    zh: "{file} 是没有表格的网页；请把数据另存为 CSV。",
  },
  "file.mhtml": {
    en: "{file} is a web page archive (MHTML), whatever its ending says; open it and save it as .xlsx or CSV.",
    zh: "不论扩展名是什么，{file} 其实是网页存档（MHTML）；请打开后另存为 .xlsx 或 CSV。",
  },
  "file.xml-2003": {
    en: "{file} is an XML spreadsheet of 2003, whatever its ending says; open it and save it as .xlsx or CSV.",
    zh: "不论扩展名是什么，{file} 其实是 2003 版 XML 电子表格；请打开后另存为 .xlsx 或 CSV。",
  },
  "file.osm": {
    en: "{file} is an OSM map, not a table; maps come in with the city (city add, city update).",
    zh: "{file} 是 OSM 地图，不是表格；地图随城市一起导入（city add、city update）。",
  },
  "file.kml": {
    en: "{file} is KML, which is not read; convert it to GeoJSON or GeoPackage with a GIS.",
    zh: "{file} 是 KML，不能读取；请用 GIS 软件转换为 GeoJSON 或 GeoPackage。",
  },
  "file.xml": {
    en: "{file} is XML, not a table; save the data as .xlsx, CSV or GeoJSON.",
    zh: "{file} 是 XML，不是表格；请另存为 .xlsx、CSV 或 GeoJSON。",
  },
  "file.xlsb": {
    en: "{file} is a binary workbook (.xlsb), which is not read; open it and save it as .xlsx or CSV.",
    zh: "{file} 是二进制工作簿（.xlsb），不能读取；请打开后另存为 .xlsx 或 CSV。",
  },
  "file.ods": {
    en: "{file} is an OpenDocument file (.ods), which is not read; open it and save it as .xlsx or CSV.",
    zh: "{file} 是 OpenDocument 文件（.ods），不能读取；请打开后另存为 .xlsx 或 CSV。",
  },
  "file.numbers": {
    en: "{file} is an Apple Numbers document, which is not read; open it and save it as .xlsx or CSV.",
    zh: "{file} 是 Apple Numbers 文档，不能读取；请打开后另存为 .xlsx 或 CSV。",
  },
  "file.word": {
    en: "{file} is a Word document; copy its table into a spreadsheet and save it as .xlsx.",
    zh: "{file} 是 Word 文档；请把其中的表格复制到电子表格中，另存为 .xlsx。",
  },
  "file.password": {
    en: "{file} is protected with a password; open it, take the password off, and save it as .xlsx or CSV.",
    zh: "{file} 有密码保护；请打开后取消密码，另存为 .xlsx 或 CSV。",
  },
  "file.xls": {
    en: "{file} is an old Excel workbook (.xls), which is not read; open it and save it as .xlsx or CSV.",
    zh: "{file} 是旧版 Excel 工作簿（.xls），不能读取；请打开后另存为 .xlsx 或 CSV。",
  },
  "file.xls-renamed": {
    en: "{file} is an old Excel workbook (.xls) although it is called .xlsx, which is not read; open it and save it as .xlsx or CSV.",
    zh: "{file} 虽然叫 .xlsx，其实是旧版 Excel 工作簿（.xls），不能读取；请打开后另存为 .xlsx 或 CSV。",
  },
  "file.no-shapes": {
    en: "{file} is a table without shapes; a GeoJSON, a zipped Shapefile or a GeoPackage is needed.",
    zh: "{file} 是没有图形的表格；需要 GeoJSON、打包为 ZIP 的 Shapefile 或 GeoPackage。",
  },
  "file.no-features": { en: "{file} has no features.", zh: "{file} 没有要素。" },

  "encoding.unknown": {
    en: "The encoding “{name}” is not known. Known are utf-8, gb18030 (also called gbk or gb2312), utf-16le and utf-16be; without a name it is found out from the file.",
    zh: "不认识编码“{name}”。可用的有 utf-8、gb18030（也叫 gbk 或 gb2312）、utf-16le 和 utf-16be；不指定时由文件自动判断。",
  },
  "encoding.nul": { en: "{file} {what}", zh: "{file} {what}" },
  "encoding.nul-utf16": {
    en: "holds a NUL byte at byte {byte} | it looks like UTF-16 without a byte order mark: give the encoding utf-16le or utf-16be.",
    zh: "在第 {byte} 字节有 NUL 字节 | 看来是没有字节序标记的 UTF-16：请指定编码 utf-16le 或 utf-16be。",
  },
  "encoding.nul-damaged": {
    en: "holds a NUL byte at byte {byte} | it is damaged or no text: save the table as “CSV UTF-8” again.",
    zh: "在第 {byte} 字节有 NUL 字节 | 文件已损坏或不是文本：请把表格重新另存为“CSV UTF-8”。",
  },

  "csv.row": { en: "{file}: row {row} {what}", zh: "{file}：第 {row} 行{what}" },
  "csv.too-wide": {
    en: "has {columns} columns; tables of up to {most} are read. Is the separator the right one?",
    zh: "有 {columns} 列，最多读取 {most} 列。分隔符对吗？",
  },
  "csv.too-long": {
    en: 'is longer than {thousand} thousand characters: either a quote (") is opened and never closed, or this is no table with a line per row.',
    zh: '超过 {thousand} 千个字符：可能有引号（"）没有闭合，或者它不是一行一条记录的表格。',
  },
  "csv.quote-open": {
    en: 'opens a quote (") that is never closed | write "" for a quote inside a text.',
    zh: '有引号（"）没有闭合 | 文字中的引号请写成 ""。',
  },
  "csv.quote-inside": {
    en: 'goes on after a closing quote (") | write "" for a quote inside a text.',
    zh: '在引号（"）闭合之后还有内容 | 文字中的引号请写成 ""。',
  },
  "csv.unreadable": { en: "cannot be read ({why}).", zh: "不能读取（{why}）。" },
  "html.too-wide": { en: "has more than {most} columns.", zh: "超过 {most} 列。" },
  "html.too-long": {
    en: "has a cell or a tag of more than {thousand} thousand characters, which no table has.",
    zh: "有一格或一个标签超过 {thousand} 千个字符，表格中不会有这样的内容。",
  },

  "zip.too-many": {
    en: "{file} has {entries} files in it; a workbook or Shapefile has at most {most}.",
    zh: "{file} 中有 {entries} 个文件；工作簿或 Shapefile 最多有 {most} 个。",
  },
  "zip.part-large": {
    en: "{file}: {part} in it has {bytes} bytes, more than the {limit} that such a part can need.",
    zh: "{file}：其中的 {part} 有 {bytes} 字节，超过这类部件所需的上限 {limit}。",
  },
  "zip.part-missing": {
    en: "{file} has no {part} in it; the file is incomplete.",
    zh: "{file} 中没有 {part}，文件不完整。",
  },
  "zip.bomb": {
    en: "{file}: {part} in it would unpack from {packed} to {unpacked} bytes, which no table does; nothing was unpacked.",
    zh: "{file}：其中的 {part} 会从 {packed} 字节解压到 {unpacked} 字节，表格不会如此；没有解压。",
  },
  "zip.password": {
    en: "{file} is protected with a password; take the protection off, or save the table as .xlsx or CSV without one.",
    zh: "{file} 有密码保护；请取消保护，或另存为没有密码的 .xlsx 或 CSV。",
  },
  "zip.cut": {
    en: "{where} is cut off: the end of the archive is missing or incomplete. Copy or download it again, or save it anew.",
    zh: "{where} 被截断：压缩包的末尾缺失或不完整。请重新复制、下载或另存。",
  },
  "zip.damaged": {
    en: "{where} is damaged: {why}. Copy or download it again, or save it anew.",
    zh: "{where} 已损坏：{why}。请重新复制、下载或另存。",
  },
  "zip.where": { en: "{file} ({part} in it)", zh: "{file}（其中的 {part}）" },
  "zip.checksum": { en: "its checksum is wrong", zh: "校验和不对" },
  "zip.no-shp": {
    en: "{file} has a .dbf but no .shp in it; pack all parts of the Shapefile together.",
    zh: "{file} 中有 .dbf 而没有 .shp；请把 Shapefile 的各部分打包在一起。",
  },
  "zip.empty": { en: "{file} is a ZIP archive with nothing in it.", zh: "{file} 是空的 ZIP 压缩包。" },
  "zip.other": {
    en: "{file} is a ZIP archive with {names} in it: neither an XLSX workbook nor a Shapefile (.shp, .dbf, .shx, .prj). Unpack it and import what is inside.",
    zh: "{file} 是 ZIP 压缩包，内有 {names}：既不是 XLSX 工作簿，也不是 Shapefile（.shp、.dbf、.shx、.prj）。请解压后导入其中的文件。",
  },

  "xlsx.part": { en: "{file}: {part} in it {what}.", zh: "{file}：其中的 {part} {what}。" },
  "xlsx.no-sheet": {
    en: "{file} is a workbook without a sheet of cells.",
    zh: "{file} 是没有单元格工作表的工作簿。",
  },
  "xml.too-many-characters": {
    en: "holds more than {million} million characters; split the workbook",
    zh: "超过 {million} 百万个字符；请拆分工作簿",
  },
  "xml.row-order": {
    en: "has row {row} behind row {before}; rows must come in order",
    zh: "把第 {row} 行排在第 {before} 行之后；各行应按顺序排列",
  },
  "xml.column": {
    en: "has a cell in column {column} of row {row}; tables of up to {most} columns are read",
    zh: "在第 {row} 行第 {column} 列有内容；最多读取 {most} 列",
  },
  "xml.no-text": { en: "refers to a text that is not there ({number})", zh: "引用了不存在的文字（{number}）" },
  "xml.address": { en: "has a cell with the address “{address}”", zh: "有一格的地址是“{address}”" },
  "xml.utf16": {
    en: "is written in UTF-16; workbooks are read in UTF-8, save it again",
    zh: "用 UTF-16 写成；工作簿应为 UTF-8，请重新保存",
  },
  "xml.too-long": {
    en: "has a text or a tag of more than {thousand} thousand bytes, which no table has",
    zh: "有一段文字或一个标签超过 {thousand} 千字节，表格中不会有这样的内容",
  },
  "xml.ends": { en: "ends before its XML does", zh: "的 XML 不完整，提前结束" },
  "xml.dtd": {
    en: "declares a document type (DTD), which workbooks do not have; it was not read",
    zh: "声明了文档类型（DTD），工作簿不会如此；没有读取",
  },
  "xml.second-root": { en: "has a second root element", zh: "有两个根元素" },
  "xml.too-deep": { en: "nests deeper than {most} elements", zh: "嵌套超过 {most} 层" },
  "xml.closes": { en: "closes <{name}> where <{open}> is open", zh: "在 <{open}> 未闭合时闭合了 <{name}>" },
  "xml.broken-tag": { en: "has a broken tag, <{name}>", zh: "有残缺的标签 <{name}>" },
  "xml.no-quotes": { en: "has an attribute without quotes in <{name}>", zh: "在 <{name}> 中有未加引号的属性" },
  "xml.entity": { en: "uses the entity {entity}, which is not known", zh: "使用了未知的实体 {entity}" },

  "geojson.none": { en: "is no GeoJSON: {why}", zh: "不是 GeoJSON：{why}" },
  "geojson.none-after": { en: "{file} {what} (after feature {row}).", zh: "{file} {what}（在第 {row} 个要素之后）。" },
  "geojson.none-whole": { en: "{file} {what}.", zh: "{file} {what}。" },
  "geojson.no-json": { en: "is no JSON: {why}", zh: "不是 JSON：{why}" },
  "geojson.nan": { en: "{value} is no number of JSON", zh: "{value} 不是 JSON 的数字" },
  "geojson.feature": { en: "{file}: feature {row} {what}.", zh: "{file}：第 {row} 个要素{what}。" },
  "geojson.other": {
    en: "{file} is JSON but no GeoJSON Feature or FeatureCollection (its type is {type}).",
    zh: "{file} 是 JSON，但不是 GeoJSON 的 Feature 或 FeatureCollection（它的 type 是 {type}）。",
  },
  "geojson.topojson": {
    en: "{file} is JSON but no GeoJSON Feature or FeatureCollection (its type is {type}); it is TopoJSON, convert it to GeoJSON first.",
    zh: "{file} 是 JSON，但不是 GeoJSON 的 Feature 或 FeatureCollection（它的 type 是 {type}）；它是 TopoJSON，请先转换为 GeoJSON。",
  },
  "geojson.too-many-properties": {
    en: "{file} has features with more than {most} different properties, which no table has.",
    zh: "{file} 的要素有超过 {most} 种属性，表格不会如此。",
  },
  "geojson.no-features": {
    en: "{file} is a FeatureCollection without features.",
    zh: "{file} 是没有要素的 FeatureCollection。",
  },
  "geojson.too-deep": { en: "lists nest deeper than {most}", zh: "列表嵌套超过 {most} 层" },
  "geojson.cut": { en: "it ends in the middle; the file is cut off", zh: "在中途结束，文件被截断" },
  "geojson.too-long": {
    en: "a single feature is longer than {million} million characters",
    zh: "单个要素超过 {million} 百万个字符",
  },
  "geojson.list": {
    en: "it is a list; no GeoJSON Feature or FeatureCollection begins with “[”",
    zh: "它是列表，而 GeoJSON 的 Feature 或 FeatureCollection 都不以“[”开头",
  },
  "geojson.begins": {
    en: "it goes on with “{start}” where a Feature or FeatureCollection should begin",
    zh: "在应当开始 Feature 或 FeatureCollection 处是“{start}”",
  },

  "geopackage.unreadable": {
    en: "{file} cannot be read as a GeoPackage: {why}.",
    zh: "{file} 不能作为 GeoPackage 读取：{why}。",
  },
  "geopackage.damaged": {
    en: "{file} cannot be read as a GeoPackage: {why}; it is damaged or cut off, copy or export it again.",
    zh: "{file} 不能作为 GeoPackage 读取：{why}；文件已损坏或被截断，请重新复制或导出。",
  },
  "geopackage.row": { en: "cannot be read; the file is damaged", zh: "不能读取，文件已损坏" },
  "geopackage.sqlite": {
    en: "{file} is a SQLite database but no GeoPackage (it has no gpkg_contents); export the layer as GeoPackage or GeoJSON.",
    zh: "{file} 是 SQLite 数据库，但不是 GeoPackage（没有 gpkg_contents）；请把图层导出为 GeoPackage 或 GeoJSON。",
  },
  "geopackage.no-layer": {
    en: "{file} is a GeoPackage without a layer of shapes; export its tables as .xlsx or CSV instead.",
    zh: "{file} 是没有图形图层的 GeoPackage；请把其中的表导出为 .xlsx 或 CSV。",
  },
  "geopackage.view": {
    en: "{file}: the layer “{layer}” is no plain table; export it as one.",
    zh: "{file}：图层“{layer}”不是普通的表；请导出为普通的表。",
  },
  "geopackage.no-column": {
    en: "{file}: the layer “{layer}” lacks its column of shapes, “{column}”.",
    zh: "{file}：图层“{layer}”缺少图形列“{column}”。",
  },
  "geopackage.crs": {
    en: "{file}: {why}. If the layer's reference system is wrong, name the coordinate system.",
    zh: "{file}：{why}。如果图层的坐标系有误，请指定坐标系。",
  },

  "shapefile.crs": {
    en: "{file}: {why}. If the .prj is wrong, name the coordinate system.",
    zh: "{file}：{why}。如果 .prj 有误，请指定坐标系。",
  },
  "shapefile.no-dbf": {
    en: "{file} has {layer}.shp but no {layer}.dbf, where the names and numbers stand; pack .shp, .shx, .dbf and .prj into one ZIP.",
    zh: "{file} 有 {layer}.shp 而没有存放名称和数值的 {layer}.dbf；请把 .shp、.shx、.dbf 和 .prj 打包到一个 ZIP 中。",
  },
  "shapefile.note-long": { en: "{file} is too long for a .prj or .cpg.", zh: "{file} 太长，不是正常的 .prj 或 .cpg。" },
  "shapefile.damaged": { en: "{file}: {what}. Copy it or export it again.", zh: "{file}：{what}。请重新复制或导出。" },
  "shapefile.no-header": { en: "{layer}.shp has no header of a Shapefile", zh: "{layer}.shp 没有 Shapefile 的文件头" },
  "shapefile.dbf-ends": {
    en: "{layer}.dbf ends at row {row} of {rows}; it is cut off",
    zh: "{layer}.dbf 共 {rows} 行，到第 {row} 行就结束了，文件被截断",
  },
  "shapefile.shp-short": {
    en: "{layer}.shp has {shapes} shapes for {rows} rows of the .dbf; it is cut off",
    zh: "{layer}.shp 只有 {shapes} 个图形，而 .dbf 有 {rows} 行，文件被截断",
  },
  "shapefile.shp-other": {
    en: "{layer}.shp has {shapes} shapes for {rows} rows of the .dbf; the two do not belong together",
    zh: "{layer}.shp 有 {shapes} 个图形，而 .dbf 有 {rows} 行，两者不是一套",
  },
  "shapefile.shape-size": {
    en: "shape {row} claims {bytes} bytes; the .shp is damaged",
    zh: "第 {row} 个图形声称有 {bytes} 字节，.shp 已损坏",
  },
  "shapefile.shp-ends": {
    en: "{layer}.shp ends inside shape {row}; it is cut off",
    zh: "{layer}.shp 在第 {row} 个图形中间结束，文件被截断",
  },
  "shapefile.shp-more": {
    en: "{layer}.shp has more shapes than the .dbf has rows ({rows})",
    zh: "{layer}.shp 的图形多于 .dbf 的行数（{rows}）",
  },
  "dbf.damaged": {
    en: "{file} is damaged: {what}. Export the Shapefile again.",
    zh: "{file} 已损坏：{what}。请重新导出 Shapefile。",
  },
  "dbf.damaged-here": { en: "the .dbf is damaged: {what}", zh: ".dbf 已损坏：{what}" },
  "dbf.short": { en: "it has only {bytes} bytes", zh: "只有 {bytes} 字节" },
  "dbf.header": {
    en: "its header claims {bytes} bytes, which cannot hold a field",
    zh: "文件头声称有 {bytes} 字节，容不下一个字段",
  },
  "dbf.ends": { en: "it ends inside its header", zh: "在文件头中间结束" },
  "dbf.many": { en: "it has more than {most} fields", zh: "字段超过 {most} 个" },
  "dbf.none": { en: "it has no fields", zh: "没有字段" },
  "dbf.record": {
    en: "its fields take {taken} bytes of a record, but the header says that a record has {bytes}",
    zh: "各字段共占每条记录 {taken} 字节，而文件头说每条记录有 {bytes} 字节",
  },
} as const;
