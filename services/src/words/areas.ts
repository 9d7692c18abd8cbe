/** What is said about shapes: boundaries, circles, and geometries as they stand in files. */
export const areaWords = {
  "geometry.fault": { en: "the geometry {what}", zh: "图形{what}" },
  "geometry.type": {
    en: "is a {type} | points, lines and polygons can be read",
    zh: "类型是 {type} | 可以读取点、线和面",
  },
  "geometry.collection": {
    en: "is a collection of geometries | points, lines and polygons can be read",
    zh: "是几何集合 | 可以读取点、线和面",
  },
  "geometry.curve": {
    en: "is a curve or surface | points, lines and polygons can be read",
    zh: "是曲线或曲面 | 可以读取点、线和面",
  },
  "geometry.unknown-type": {
    en: "is of the unknown type {type} | points, lines and polygons can be read",
    zh: "是未知的类型 {type} | 可以读取点、线和面",
  },
  "geometry.multipatch": {
    en: "is a multipatch | points, lines and polygons can be read",
    zh: "是多面体（multipatch） | 可以读取点、线和面",
  },
  "geometry.shape-type": { en: "has the unknown type {type}", zh: "的类型 {type} 未知" },
  "geometry.no-list": {
    en: "has no list of coordinates, but {found}",
    zh: "没有坐标列表，而是 {found}",
  },
  "geometry.no-list-at": {
    en: "has no list of coordinates (number {number}), but {found}",
    zh: "的第 {number} 处没有坐标列表，而是 {found}",
  },
  "geometry.empty": { en: "is empty", zh: "是空的" },
  "geometry.empty-at": { en: "is empty (number {number})", zh: "的第 {number} 处是空的" },
  "geometry.not-numbers": {
    en: "has a position that is not a pair of numbers: {found}",
    zh: "有一处位置不是一对数字：{found}",
  },
  "geometry.not-numbers-at": {
    en: "has a position that is not a pair of numbers (number {number}): {found}",
    zh: "的第 {number} 处位置不是一对数字：{found}",
  },
  "geometry.not-a-pair": {
    en: "has a position that is not a pair of numbers",
    zh: "有一处位置不是一对数字",
  },
  "geometry.points": {
    en: "has {points} points | each row needs a point of its own",
    zh: "有 {points} 个点 | 每行只能有一个点",
  },
  "geometry.no-ring": { en: "is a polygon without a ring", zh: "是没有环的面" },
  "geometry.no-point": { en: "is a {type} | a point is needed", zh: "的类型是 {type} | 需要的是点" },
  "geometry.shp-short": {
    en: "is shorter than what it should hold; the .shp is damaged",
    zh: "短于应有的长度，.shp 已损坏",
  },
  "geometry.wkb-short": {
    en: "is shorter than what it should hold; it is damaged",
    zh: "短于应有的长度，已损坏",
  },
  "geometry.wkb-none": { en: "is no geometry of a GeoPackage", zh: "不是 GeoPackage 的图形" },
  "geometry.wkb-extended": {
    en: "is in an extended form that only the program that wrote it can read",
    zh: "用了扩展格式，只有写出它的程序才能读取",
  },
  "geometry.wkb-member": { en: "holds a {found} where a {wanted} should be", zh: "在应为 {wanted} 处是 {found}" },

  "area.no-name": { en: "is missing; every area needs a name", zh: "缺少；每个区域都要有名称" },
  "area.level": {
    en: "of “{name}” is no known level | write district, street or community (or 区, 街道, 社区); circles are imported apart, as circles",
    zh: "“{name}”的级别不明 | 请写“区”“街道”或“社区”（或 district、street、community）；生活圈请另按生活圈导入",
  },
  "area.of": { en: "of “{name}” {what}", zh: "“{name}”{what}" },
  "area.ref-used": {
    en: "was used by feature {before} already | a number names one area only",
    zh: "已被第 {before} 个要素用过 | 一个编号只能对应一个区域",
  },
  "area.no-polygon": { en: "is no Polygon or MultiPolygon", zh: "不是 Polygon 或 MultiPolygon" },
  "area.position": { en: "has a position that is none of {crs}", zh: "有一处位置不是{crs}的坐标" },
  "area.position-degrees": {
    en: "has a position that is none of {crs} | if it is projected, name its coordinate system",
    zh: "有一处位置不是{crs}的坐标 | 如果是投影坐标，请指定坐标系",
  },
  "area.invalid": { en: "is not valid: {why}", zh: "无效：{why}" },
  "area.skip-only": {
    en: "A boundary or compound can only be skipped; mend the file and upload it again.",
    zh: "边界和小区只能跳过；请改正文件后重新上传。",
  },
  "area.not-skippable": {
    en: "This shape cannot be taken in as it is; mend the file and upload it again.",
    zh: "这个图形目前不能导入；请改正文件后重新上传。",
  },
  "area.crs-at-once": {
    en: "Boundaries and compounds are read in their system at once; upload the file again with it.",
    zh: "边界和小区在读取时就要确定坐标系；请带上坐标系重新上传文件。",
  },

  "compound.no-name": { en: "is missing; every compound needs a name", zh: "缺少；每个小区都要有名称" },
  "compound.ref-used": {
    en: "was used by feature {before} already | a number names one compound only",
    zh: "已被第 {before} 个要素用过 | 一个编号只能对应一个小区",
  },
  "compound.outside": {
    en: "of “{name}” lies outside the city | check the coordinate system, or whether it belongs to another city",
    zh: "“{name}”在城市范围之外 | 请检查坐标系，或它是否属于另一个城市",
  },
  "compound.gates": {
    en: "is no place of a gate | write longitude,latitude and a semicolon between gates, such as 118.05,38.75; 118.06,38.75",
    zh: "不是大门的位置 | 请写“经度,纬度”，多个大门用分号隔开，例如 118.05,38.75；118.06,38.75",
  },
  "compound.gate-place": { en: "is no place of the file's coordinate system", zh: "不是文件所用坐标系中的位置" },
  "compound.gate-hours": {
    en: "is not understood as opening hours | write for example 6:00-22:00",
    zh: "看不出开放时间 | 可写成：6:00-22:00",
  },
  "compound.gate-of-none": {
    en: "is a gate in no compound's wall | place it within 15 m of an outline, or name its compound",
    zh: "这个大门不在任何小区的围墙上 | 请放在边界 15 米以内，或注明所属小区",
  },
  "compound.gate-unknown": {
    en: "is no compound of this file | write the name as the outline has it",
    zh: "文件中没有这个小区 | 请与边界所写的名称一致",
  },

  "circle.no-name": { en: "is missing; every circle needs a name", zh: "缺少；每个生活圈都要有名称" },
  "circle.kind": {
    en: "of “{name}” is not known; should be one of {kinds}",
    zh: "“{name}”的类型不明；应为以下之一：{kinds}",
  },
  "circle.ref-used": {
    en: "was used by feature {before} already; it names one circle only",
    zh: "已被第 {before} 个要素用过；一个编号只能对应一个生活圈",
  },
  "circle.bad": {
    en: "{file}: {bad} circles cannot be taken in: {first}",
    zh: "{file}：有 {bad} 个生活圈不能导入：{first}",
  },
  "circle.none-good": {
    en: "{file}: none of its {rows} circles can be taken in.",
    zh: "{file}：{rows} 个生活圈没有一个能够导入。",
  },

  "polygon.type": {
    en: "geometry is {type}; it must be a Polygon or a MultiPolygon",
    zh: "图形类型是 {type}，应为 Polygon 或 MultiPolygon",
  },
  "polygon.none": { en: "it has no polygon", zh: "没有面" },
  "polygon.no-ring": { en: "polygon {polygon} has no ring", zh: "第 {polygon} 个面没有环" },
  "polygon.ring": { en: "{ring} {what}", zh: "{ring}{what}" },
  "polygon.outer": { en: "the outer ring", zh: "外环" },
  "polygon.hole": { en: "hole {hole}", zh: "第 {hole} 个洞" },
  "polygon.of": { en: "{ring} of polygon {polygon}", zh: "第 {polygon} 个面的{ring}" },
  "polygon.positions": {
    en: "has {positions} positions; a ring needs at least 4, the last equal to the first",
    zh: "有 {positions} 个位置；环至少要有 4 个，且首尾相同",
  },
  "polygon.not-numbers": {
    en: "has a position that is not a pair of numbers: number {number}, {found}",
    zh: "的第 {number} 个位置不是一对数字：{found}",
  },
  "polygon.range": {
    en: "leaves longitude ±180, latitude ±90 at {at}",
    zh: "在 {at} 处超出经度 ±180、纬度 ±90",
  },
  "polygon.open": {
    en: "is not closed: it begins at {first} and ends at {last}",
    zh: "没有闭合：始于 {first}，终于 {last}",
  },
  "polygon.nothing": { en: "encloses nothing", zh: "没有围住任何面积" },
  "polygon.crosses": { en: "crosses itself near {at}", zh: "在 {at} 附近与自身相交" },
  "polygon.touches": { en: "touches itself near {at}", zh: "在 {at} 附近与自身相接" },
  "polygon.two-cross": {
    en: "{one} and {two} cross or run along each other near {at}",
    zh: "{one}与{two}在 {at} 附近相交或重合",
  },
  "polygon.hole-outside": { en: "lies outside of its outer ring", zh: "在其外环之外" },
  "polygon.hole-inside": { en: "lies inside of hole {hole}", zh: "在第 {hole} 个洞之内" },
  "polygon.inside": {
    en: "polygon {polygon} lies inside of polygon {other}",
    zh: "第 {polygon} 个面在第 {other} 个面之内",
  },
} as const;
