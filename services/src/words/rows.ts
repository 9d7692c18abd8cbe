/** What is said about rows of tables. It stands behind the name of the column and the value. */
export const rowWords = {
  text: { en: "{text}", zh: "{text}" },
  both: { en: "{first} {second}", zh: "{first}{second}" },
  "text.plain": { en: "text", zh: "文本" },
  "left-out": { en: "{why} | it was left out", zh: "{why} | 该项未采用" },
  "in-rows": { en: "{what} (in {rows} rows, this is the first)", zh: "{what}（共 {rows} 行，这是第一行）" },
  "and-more": { en: "and {rows} more, not listed", zh: "另有 {rows} 条未列出" },

  "row.same": {
    en: "is the same as row {before}, cell by cell | it is taken once",
    zh: "与第 {before} 行逐格相同 | 只取一次",
  },
  "row.too-many-cells": {
    en: "the row has {cells} cells where the header has {columns} | a text that contains the separator must stand in quotes",
    zh: "该行有 {cells} 格，而表头只有 {columns} 列 | 含有分隔符的文字要用引号括起来",
  },
  "row.too-few-cells": {
    en: "the row has fewer cells than the header | what is missing was taken as empty",
    zh: "该行的格数少于表头 | 缺少的按空白处理",
  },
  "ref.used": {
    en: "was used in row {before} already | a number names one row only",
    zh: "已在第 {before} 行用过 | 一个编号只能对应一行",
  },

  "cell.too-long": { en: "is longer than {most} characters", zh: "超过 {most} 个字" },
  "cell.encoding": {
    en: "holds bytes that are no {encoding} | give the right encoding",
    zh: "含有不属于 {encoding} 的字节 | 请指定正确的编码",
  },
  "cell.error-sign": {
    en: "is a spreadsheet's error sign, not a value | mend the formula or empty the cell",
    zh: "是电子表格的错误标记，不是数值 | 请改正公式，或清空该格",
  },
  "cell.formula": {
    en: "holds a formula whose result the file does not store | open it in Excel or WPS, save it there, and import it again",
    zh: "是公式，而文件没有保存它的结果 | 请用 Excel 或 WPS 打开并保存，再重新导入",
  },
  "cell.digits-lost": {
    en: "has more than 15 digits and was entered as a number, so the spreadsheet has lost the last ones | format the column as text and enter it again",
    zh: "超过 15 位却按数字录入，电子表格已丢掉末几位 | 请把该列设为文本格式后重新录入",
  },
  "number.none": {
    en: "is not a number | write digits only, for example 113.9462",
    zh: "不是数字 | 请只写数字，例如 113.9462",
  },
  "number.not-whole": { en: "is not a whole number of 0 or more", zh: "不是大于或等于 0 的整数" },
  "number.too-large": {
    en: "is more than {most}, which no single row can be | check the number",
    zh: "超过 {most}，一行不可能有这么多 | 请核对数字",
  },
  "share.none": { en: "is not a share | write 25% or 0.25", zh: "不是比例 | 请写 25% 或 0.25" },
  "share.sum": {
    en: "and the share of children make more than 100 %",
    zh: "与儿童占比相加超过 100%",
  },
  "date.none": {
    en: "is not a date | write year, month and day, for example 2024-05-01",
    zh: "不是日期 | 请写明年月日，例如 2024-05-01",
  },
  "phone.rounded": {
    en: "was rounded by a spreadsheet | format the column as text and enter the number again",
    zh: "被电子表格舍入了 | 请把该列设为文本格式后重新录入",
  },
  "phone.none": {
    en: "is not a phone number | write it as 022-23456789 or 13800138000, several with a semicolon",
    zh: "不是电话号码 | 请写成 022-23456789 或 13800138000，多个号码用分号隔开",
  },
  "yes-no.none": { en: "is neither yes nor no | write 是 or 否", zh: "既不是“是”也不是“否” | 请写“是”或“否”" },
  "status.none": {
    en: "is no known status | write 营业, 停业 or 规划",
    zh: "不是已知的状态 | 请写“营业”“停业”或“规划”",
  },
  "url.none": {
    en: "is no web address | it begins with http:// or https://",
    zh: "不是网址 | 网址以 http:// 或 https:// 开头",
  },
  "area.none": { en: "is no area | write square metres above 0", zh: "不是面积 | 请写大于 0 的平方米数" },
  "hours.none": {
    en: "is not understood as opening hours and was kept as text only | write for example 周一至周五 8:30-17:00",
    zh: "看不出营业时间，只按文字保留 | 可写成：周一至周五 8:30-17:00",
  },

  "outlet.no-name": { en: "is empty | every outlet needs a name", zh: "为空 | 每个网点都要有名称" },
  "outlet.closed-before": { en: "lies before the day of opening, {opened}", zh: "早于开业日期 {opened}" },
  "category.empty": {
    en: "is empty | say what the outlet is, for example 便利店",
    zh: "为空 | 请写明网点的业态，例如“便利店”",
  },
  "category.unknown": {
    en: "is no category that is known | use one of the fifty, for example 便利店, 菜市场, 小修小补点, or 修鞋",
    zh: "不是已知的业态 | 请用五十种业态之一，例如便利店、菜市场、小修小补点，或修鞋",
  },
  "category.part-unknown": {
    en: "is no category or service that is known | it was left out",
    zh: "不是已知的业态或服务 | 该项未采用",
  },
  "home.no-households": {
    en: "is empty | households must be known, they are what everything is counted in",
    zh: "为空 | 必须填写户数，各项统计都以户数为准",
  },
  "site.no-name": { en: "is empty | every site needs a name", zh: "为空 | 每处闲置场地都要有名称" },
  "site.kind": {
    en: "is no kind of site that is known and was kept as text only | known are {kinds}",
    zh: "不是已知的场地类型，只按文字保留 | 已知的有{kinds}",
  },
  "site.area": {
    en: "is no area of a site | write square metres above 0, at most {most}",
    zh: "不是场地面积 | 请写大于 0、不超过 {most} 的平方米数",
  },
  "site.until-before": { en: "lies before the first day, {from}", zh: "早于可用的第一天 {from}" },

  "place.wanted": {
    en: "is empty | the place has to be found from the address, or put in by hand",
    zh: "为空 | 需要按地址查找位置，或手工指定",
  },
  "place.found": {
    en: "has no coordinates; its place was found by the address ({provider}, {level})",
    zh: "没有坐标，已按地址找到位置（{provider}，{level}）",
  },
  "place.chosen": {
    en: "has no coordinates; a person chose one of the places found for the address ({provider}, {level})",
    zh: "没有坐标，已由人工在按地址找到的位置中选定（{provider}，{level}）",
  },
  "place.not-found": {
    en: "has no coordinates, and its address was not found | put its coordinates in",
    zh: "没有坐标，按地址也找不到 | 请填写坐标",
  },
  "place.unsure": {
    en: "has no coordinates, and its address was not found surely enough: at best {matched} ({level}, {percent} %, {at}) | put its coordinates in",
    zh: "没有坐标，按地址找到的位置不够可靠：最好的是{matched}（{level}，{percent}%，{at}） | 请填写坐标",
  },
  "coordinates.one-empty": {
    en: "is empty | longitude and latitude are both needed",
    zh: "为空 | 经度和纬度都要填写",
  },
  "coordinates.no-pair": {
    en: "is not a pair of coordinates | write longitude,latitude",
    zh: "不是一对坐标 | 请写成“经度,纬度”",
  },
  "coordinates.empty": { en: "is empty | write longitude,latitude", zh: "为空 | 请写成“经度,纬度”" },
  "coordinates.swapped": {
    en: "longitude and latitude stand in each other's place | longitude is the larger one in China",
    zh: "经度和纬度写反了 | 在中国，经度是较大的那个",
  },
  "coordinates.not-degrees": {
    en: "is no longitude and latitude in degrees (±180, ±90) | projected coordinates need their coordinate system named (such as EPSG:4526 or EPSG:3857)",
    zh: "不是以度为单位的经纬度（±180，±90） | 投影坐标要写明坐标系（例如 EPSG:4526 或 EPSG:3857）",
  },
  "coordinates.not-metres": {
    en: "is no coordinate in metres of {crs} | check the coordinate system and its zone",
    zh: "不是{crs}的米制坐标 | 请核对坐标系和带号",
  },
  "coordinates.zero": {
    en: "is the point 0, 0 off Africa, which stands for “not known” | find the place or leave the row out",
    zh: "是非洲海上的 0, 0 点，表示“不知道” | 请查明位置，或不采用该行",
  },
  "coordinates.outside": {
    en: "lies {kilometers} km outside the city's map | check the place and the coordinate system",
    zh: "在本市地图以外 {kilometers} 千米处 | 请核对位置和坐标系",
  },

  "level.door": { en: "door", zh: "门牌" },
  "level.building": { en: "building", zh: "楼栋" },
  "level.compound": { en: "compound", zh: "小区" },
  "level.street-number": { en: "street-number", zh: "门牌推算" },
  "level.street": { en: "street", zh: "道路" },
  "level.crossing": { en: "crossing", zh: "路口" },
  "level.landmark": { en: "landmark", zh: "地标" },
  "level.community": { en: "community", zh: "社区" },
  "level.area": { en: "area", zh: "区域" },
  "provider.gazetteer": { en: "gazetteer", zh: "本市地名库" },
  "provider.tianditu": { en: "tianditu", zh: "天地图" },
  "provider.amap": { en: "amap", zh: "高德地图" },
} as const;
