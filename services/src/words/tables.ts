/** What is said about a table as a whole: its columns, its coordinate system, its sheets; and what is asked about it. */
export const tableWords = {
  "column.outlet-name": {
    en: "A column with the outlet's name is missing; it could be called 网点名称 or name.",
    zh: "缺少网点名称一列，列名可以是“网点名称”或 name。",
  },
  "column.category": {
    en: "A column that says what the outlet is is missing; it could be called 业态 or category.",
    zh: "缺少说明网点业态的一列，列名可以是“业态”或 category。",
  },
  "column.coordinates": {
    en: "Columns with coordinates are missing: 经度 and 纬度 (or lng and lat), or one column 坐标 with longitude,latitude.",
    zh: "缺少坐标列：“经度”和“纬度”两列（或 lng 和 lat），或者写成“经度,纬度”的“坐标”一列。",
  },
  "column.households": {
    en: "A column with the number of households is missing; it could be called 户数 or households.",
    zh: "缺少户数一列，列名可以是“户数”或 households。",
  },
  "column.site-name": {
    en: "A column with the site's name is missing; it could be called 名称 or name.",
    zh: "缺少场地名称一列，列名可以是“名称”或 name。",
  },
  "column.found": {
    en: "Columns found: {names}. A column of another name can be mapped (column=field).",
    zh: "已有的列：{names}。列名不同的，可以指定对应的字段（列名=字段）。",
  },
  "column.missing": { en: "{file}: {missing} {found}", zh: "{file}：{missing}{found}" },
  "column.not-there": {
    en: "{file} has no column “{column}”. Its columns are: {names}.",
    zh: "{file} 没有“{column}”列。它的列有：{names}。",
  },
  "column.mapped-not-there": {
    en: "is mapped to a field, but the table has no such column",
    zh: "指定了对应的字段，但表中没有这一列",
  },
  "column.left-aside": {
    en: "is left aside: the column “{taken}” is taken for {field} | map it ({column}={field}) if this one is meant",
    zh: "未采用：“{taken}”列已作为 {field} | 如果应当用这一列，请指定（{column}={field}）",
  },
  "column.no-field": {
    en: "The column “{column}” cannot be mapped to “{field}”. Fields are: {fields}.",
    zh: "“{column}”列不能对应到“{field}”。可用的字段：{fields}。",
  },
  "column.unknown": {
    en: "The table has no column “{column}”. Its columns are: {names}.",
    zh: "表中没有“{column}”列。它的列有：{names}。",
  },
  "column.neither": { en: "There is no column or field “{column}”.", zh: "没有名为“{column}”的列或字段。" },
  "field.unknown": {
    en: "“{field}” is no field. Fields are: {fields}.",
    zh: "“{field}”不是字段。可用的字段：{fields}。",
  },
  "column.twice": {
    en: "{file} has two columns named “{column}” (the {first}. and the {second}.); each column needs a name of its own.",
    zh: "{file} 有两列都叫“{column}”（第 {first} 列和第 {second} 列）；各列的名称不能相同。",
  },
  "column.twice-here": {
    en: "stands twice in the header | each column needs a name of its own",
    zh: "在表头中出现了两次 | 各列的名称不能相同",
  },
  "header.none": {
    en: "{file} has no row of column names among its first {rows} rows. Its first row reads: {cells}. Names such as {examples}, 经度, 纬度 are recognised; others can be mapped (column=field). If the names above are garbled, give the encoding.",
    zh: "{file} 的前 {rows} 行中没有列名行。第一行是：{cells}。能识别的列名如{examples}、经度、纬度；其他列名可以指定对应的字段（列名=字段）。如果上面的列名是乱码，请指定编码。",
  },
  "header.none-here": {
    en: "is no row of column names that are recognised",
    zh: "不是能识别的列名行",
  },
  "table.no-rows": {
    en: "{file} has no rows: it should begin with a row of column names.",
    zh: "{file} 没有内容：第一行应当是列名。",
  },
  "table.header-only": { en: "{file} has a header but no rows.", zh: "{file} 只有表头，没有数据行。" },
  "table.rows-bad": {
    en: "{file}: {bad} of {rows} rows cannot be taken in, so none was. Mend them, or have them skipped (--skip-bad-rows).",
    zh: "{file}：{rows} 行中有 {bad} 行不能导入，因此一行也没有导入。请改正，或跳过这些行（--skip-bad-rows）。",
  },
  "table.rows-unplaced": {
    en: "{file}: the place of {waiting} of {rows} rows was not found by their address, so none was. Mend them, or have them skipped (--skip-bad-rows).",
    zh: "{file}：{rows} 行中有 {waiting} 行按地址找不到位置，因此一行也没有导入。请改正，或跳过这些行（--skip-bad-rows）。",
  },
  "table.rows-bad-unplaced": {
    en: "{file}: {bad} of {rows} rows cannot be taken in, and the place of {waiting} of {rows} rows was not found by their address, so none was. Mend them, or have them skipped (--skip-bad-rows).",
    zh: "{file}：{rows} 行中有 {bad} 行不能导入，另有 {waiting} 行按地址找不到位置，因此一行也没有导入。请改正，或跳过这些行（--skip-bad-rows）。",
  },
  "table.none-good": {
    en: "{file}: none of its {rows} rows can be taken in.",
    zh: "{file}：{rows} 行没有一行能够导入。",
  },

  "crs.wgs84": { en: "WGS-84", zh: "WGS-84" },
  "crs.gcj02": { en: "GCJ-02 (高德, 腾讯)", zh: "GCJ-02（高德、腾讯）" },
  "crs.bd09": { en: "BD-09 (百度)", zh: "BD-09（百度）" },
  "crs.cgcs2000": { en: "CGCS2000", zh: "CGCS2000（国家2000）" },
  "crs.mercator": { en: "Web Mercator", zh: "Web 墨卡托" },
  "crs.utm": { en: "WGS-84 UTM zone {number}N", zh: "WGS-84 UTM {number}N 带" },
  "crs.zone": {
    en: "CGCS2000 {width}° Gauss–Krüger, zone {number}",
    zh: "CGCS2000 {width}度带高斯—克吕格 {number} 带",
  },
  "crs.meridian": {
    en: "CGCS2000 {width}° Gauss–Krüger, central meridian {degrees}°E",
    zh: "CGCS2000 {width}度带高斯—克吕格，中央经线 {degrees}°E",
  },
  "crs.old": {
    en: "The coordinate system “{name}” cannot be read: the shift from Beijing 54 and Xi'an 80 to WGS-84 (up to 100 m) is not public. Ask for the data in CGCS2000, which has replaced them.",
    zh: "不能读取坐标系“{name}”：北京54、西安80 到 WGS-84 的偏移（可达 100 米）没有公开。请索取 CGCS2000 坐标的数据，它已取代前两者。",
  },
  "crs.unknown": {
    en: "The coordinate system “{name}” cannot be read. Supported are wgs84 (EPSG:4326), gcj02 (高德, 腾讯), bd09 (百度), CGCS2000 in degrees (EPSG:4490) or Gauss–Krüger zones (EPSG:4491 to 4554, such as “CGCS2000 3度带 38带”), EPSG:3857 and UTM (EPSG:32643 to 32653); convert other systems with a GIS first.",
    zh: "不能读取坐标系“{name}”。支持的有：wgs84（EPSG:4326）、gcj02（高德、腾讯）、bd09（百度）、CGCS2000 经纬度（EPSG:4490）或高斯—克吕格分带（EPSG:4491 至 4554，如“CGCS2000 3度带 38带”）、EPSG:3857 和 UTM（EPSG:32643 至 32653）；其他坐标系请先用 GIS 软件转换。",
  },
  "crs.in-file": { en: "{file}: {why}", zh: "{file}：{why}" },
  "crs.prj-old": {
    en: "its coordinate system is “{name}”, whose shift to WGS-84 (up to 100 m) is not public | ask for the data in CGCS2000, which has replaced it",
    zh: "它的坐标系是“{name}”，到 WGS-84 的偏移（可达 100 米）没有公开 | 请索取 CGCS2000 坐标的数据",
  },
  "crs.prj-unknown": {
    en: "its coordinate system “{name}” is not one that can be read",
    zh: "它的坐标系“{name}”不能读取",
  },
  "crs.prj-zone": {
    en: "its projection has the central meridian {meridian}° and the false easting {easting} m at a scale of {scale}, which is no Gauss–Krüger zone of CGCS2000 or UTM zone | reproject it with a GIS",
    zh: "它的投影中央经线为 {meridian}°、东偏 {easting} 米、比例 {scale}，既不是 CGCS2000 高斯—克吕格分带，也不是 UTM 分带 | 请用 GIS 软件重新投影",
  },
  "crs.assumed": {
    en: "No coordinate system was given, so WGS-84 was assumed. Coordinates from 高德 or 腾讯 are gcj02, those from 百度 bd09; taken wrongly they lie up to a kilometre off.",
    zh: "没有给出坐标系，按 WGS-84 处理。高德、腾讯的坐标是 gcj02，百度的是 bd09；用错了，位置会偏差近一千米。",
  },
  "crs.assumed-shapes": {
    en: "No coordinate system is known, so WGS-84 was assumed.",
    zh: "不知道坐标系，按 WGS-84 处理。",
  },
  "crs.guessed": { en: "No coordinate system was given. {why}", zh: "没有给出坐标系。{why}" },
  "crs.fits-none": {
    en: "The values fit no coordinate system that is known.",
    zh: "这些数值不符合任何已知的坐标系。",
  },
  "crs.fits-several": {
    en: "The values could be {titles}; nothing in them tells which.",
    zh: "这些数值可能是{titles}，从数值看不出是哪一种。",
  },
  "crs.fits-several-swapped": {
    en: "The values could be {titles} with x and y exchanged; nothing in them tells which.",
    zh: "把 x 和 y 对调后，这些数值可能是{titles}，从数值看不出是哪一种。",
  },
  "crs.fits-one": {
    en: "The values fit {title}, and no other system that is in use; those of Beijing 54 and Xi'an 80 look alike and lie up to 100 m off.",
    zh: "这些数值只符合{title}；北京54和西安80的数值与它相近，位置相差可达 100 米。",
  },
  "crs.fits-one-swapped": {
    en: "The values fit {title} with x and y exchanged, and no other system that is in use; those of Beijing 54 and Xi'an 80 look alike and lie up to 100 m off.",
    zh: "把 x 和 y 对调后，这些数值只符合{title}；北京54和西安80的数值与它相近，位置相差可达 100 米。",
  },
  "crs.fits-city": {
    en: "The values fit {title} and then lie in the city, and no other system that is in use; those of Beijing 54 and Xi'an 80 look alike and lie up to 100 m off.",
    zh: "这些数值只符合{title}，并且落在本市；北京54和西安80的数值与它相近，位置相差可达 100 米。",
  },
  "crs.fits-city-swapped": {
    en: "The values fit {title} with x and y exchanged and then lie in the city, and no other system that is in use; those of Beijing 54 and Xi'an 80 look alike and lie up to 100 m off.",
    zh: "把 x 和 y 对调后，这些数值只符合{title}，并且落在本市；北京54和西安80的数值与它相近，位置相差可达 100 米。",
  },
  "axes.northing-first": {
    en: "In {rows} rows X is the northing and Y the easting, as surveyors write them; they were taken so.",
    zh: "有 {rows} 行按测绘习惯以 X 为北坐标、Y 为东坐标，已照此读取。",
  },
  "axes.swapped": {
    en: "{file}: longitude and latitude are swapped: row {row} has {x} for longitude and {y} for latitude, and so have {swapped} of {rows} rows. To mend it, {mend}.",
    zh: "{file}：经度和纬度写反了：第 {row} 行的经度是 {x}、纬度是 {y}，{rows} 行中有 {swapped} 行如此。改正方法：{mend}。",
  },
  "axes.swapped-here": {
    en: "is a latitude and a longitude in each other's place | {mend}",
    zh: "经度和纬度写反了 | {mend}",
  },
  "axes.mend-pair": { en: "write longitude,latitude", zh: "请写成“经度,纬度”" },
  "axes.mend-columns": {
    en: "swap the two column names in the file, or map them ({x}=y, {y}=x)",
    zh: "把文件中这两列的列名对调，或者指定对应的字段（{x}=y，{y}=x）",
  },
  "axes.outside": {
    en: "no row lies in the city's map (west, south, east, north: {box}) | check the city and the coordinate system",
    zh: "没有一行落在本市地图内（西、南、东、北：{box}） | 请核对城市和坐标系",
  },
  "file-says": { en: "{file}: {what}.", zh: "{file}：{what}。" },

  "ask.crs": {
    en: "Which coordinate system the table is in is not said: from 高德 or 腾讯 it is GCJ-02, from 百度 BD-09, from GPS WGS-84, from a surveyor or 天地图 CGCS2000. Taken wrongly, places lie up to a kilometre off.",
    zh: "没有说明表格用的是哪种坐标系：高德、腾讯的是 GCJ-02，百度的是 BD-09，GPS 的是 WGS-84，测绘部门或天地图的是 CGCS2000。用错了，位置会偏差近一千米。",
  },
  "ask.crs-fits": {
    en: "Which coordinate system the table is in is not said. {why} Ask whoever sent the table.",
    zh: "没有说明表格用的是哪种坐标系。{why}请向提供表格的单位核实。",
  },
  "ask.swapped": {
    en: "Longitude and latitude are swapped: “{x}” holds latitudes and “{y}” longitudes in {swapped} of {rows} rows looked at.",
    zh: "经度和纬度写反了：在查看的 {rows} 行中，有 {swapped} 行的“{x}”列是纬度、“{y}”列是经度。",
  },
  "ask.swap": { en: "“{y}” is the longitude, “{x}” the latitude", zh: "“{y}”列是经度，“{x}”列是纬度" },
  "ask.elsewhere": {
    en: "No row looked at lies in the city when its coordinates are taken as {crs}. Check the coordinate system, and that the table is one of this city.",
    zh: "按{crs}读取坐标时，查看的各行都不在本市。请核对坐标系，并确认这是本市的表格。",
  },
  "ask.is-it": { en: "“{column}” is it", zh: "就是“{column}”列" },

  "sheet.unknown": {
    en: "{file} has no sheet “{wanted}”. Its sheets are: {sheets}.",
    zh: "{file} 没有工作表“{wanted}”。它的工作表有：{sheets}。",
  },
  "sheet.chosen": {
    en: "The sheet “{sheet}” was read, since its column names fit best; not read: {others}.",
    zh: "读取了列名最相符的工作表“{sheet}”；未读取：{others}。",
  },
  "sheet.hidden": { en: "The sheet “{sheet}” is hidden in the workbook.", zh: "工作表“{sheet}”在工作簿中是隐藏的。" },
  "sheet.others-hidden": { en: "Hidden sheets were not read: {others}.", zh: "未读取隐藏的工作表：{others}。" },
  "sheet.hidden-rows": {
    en: "{rows} rows are hidden in the sheet “{sheet}”; they were read as well.",
    zh: "工作表“{sheet}”中有 {rows} 行是隐藏的，也一并读取了。",
  },
  "formula.none-stored": {
    en: "No formula of the sheet has a stored result ({lacking} lack it): a program wrote the file without computing. Open it in Excel or WPS and save it there.",
    zh: "工作表中的公式都没有保存结果（共 {lacking} 个）：写出该文件的程序没有计算。请用 Excel 或 WPS 打开并保存。",
  },
  "formula.some-stored": {
    en: "Not every formula has a stored result ({lacking} lack it): a program wrote the file without computing. Open it in Excel or WPS and save it there.",
    zh: "部分公式没有保存结果（共 {lacking} 个）：写出该文件的程序没有计算。请用 Excel 或 WPS 打开并保存。",
  },
  "layer.unknown": {
    en: "{file} has no layer “{wanted}”. Its layers are: {layers}.",
    zh: "{file} 没有图层“{wanted}”。它的图层有：{layers}。",
  },
  "layer.chosen": {
    en: "The layer “{layer}” was read, since its column names fit best; not read: {others}.",
    zh: "读取了列名最相符的图层“{layer}”；未读取：{others}。",
  },
  "layer.no-crs": { en: "The layer does not say its coordinate system.", zh: "该图层没有说明坐标系。" },
  "shapefile.no-prj": {
    en: "The Shapefile has no .prj, so it does not say its coordinate system.",
    zh: "该 Shapefile 没有 .prj 文件，因此没有说明坐标系。",
  },
  "shapefile.prj-passed": { en: "The .prj was passed over: {why}.", zh: "未采用 .prj：{why}。" },
  "shapefile.completed": {
    en: "Names of columns that the Shapefile cut short were completed: {names}.",
    zh: "Shapefile 截短的列名已补全：{names}。",
  },
  "shapefile.deleted": {
    en: "{rows} rows are marked as deleted in the .dbf; they were passed over.",
    zh: ".dbf 中有 {rows} 行标记为已删除，未采用。",
  },
  "shapefile.memos": {
    en: "{fields} fields of long texts or times were not read: Shapefiles keep them elsewhere.",
    zh: "有 {fields} 个长文本或时间字段未读取：Shapefile 把它们存放在别处。",
  },
  "polygons.as-points": {
    en: "{polygons} polygons were taken as a point inside each.",
    zh: "有 {polygons} 个面各取其内部一点作为位置。",
  },
  "web-page": {
    en: "The file is a web page, whatever its ending says; the rows of its tables were read.",
    zh: "不论扩展名是什么，该文件其实是网页；读取了其中表格的各行。",
  },
} as const;
