/** What is said about maps: cities made from them, newer ones, and where they are downloaded from. */
export const mapWords = {
  "map.city-id": {
    en: "A city cannot be called “{id}”: lower-case letters, digits and hyphens only, beginning with a letter or digit.",
    zh: "城市不能叫“{id}”：只能用小写字母、数字和连字符，并以字母或数字开头。",
  },
  "map.no-city": {
    en: "There is no city “{city}” to update; quarterhour city add {city} adds it.",
    zh: "没有可更新的城市“{city}”；请用 quarterhour city add {city} 添加。",
  },
  "map.changed": {
    en: "{city} was changed by others each time while the update was worked out. Nothing was written; try again.",
    zh: "每次计算更新时，{city} 都被别人改动了。没有写入任何内容，请再试一次。",
  },
  "map.older": {
    en: "{file} is of {given}, older than the map of {stored} that {city} has. Nothing was written; quarterhour city update {city} --force takes it all the same.",
    zh: "{file} 是 {given} 的地图，早于 {city} 已有的 {stored} 的地图。没有写入任何内容；quarterhour city update {city} --force 可强行采用。",
  },
  "map.no-node": { en: "{file} holds no node, so there is no map in it.", zh: "{file} 中没有节点，因此不是地图。" },
  "map.box": {
    en: "“{text}” is no box: it should be west,south,east,north in degrees, with west < east and south < north.",
    zh: "“{text}”不是范围：应写成以度为单位的“西,南,东,北”，且西 < 东、南 < 北。",
  },
  "map.no-boundary": {
    en: "The map has no administrative boundary called “{name}”. A box does as well: --clip west,south,east,north.",
    zh: "地图中没有叫“{name}”的行政边界。也可以用范围：--clip 西,南,东,北。",
  },
  "map.other-boundaries": {
    en: "The map has no administrative boundary called “{name}”. There are: {others}. A box does as well: --clip west,south,east,north.",
    zh: "地图中没有叫“{name}”的行政边界。有：{others}。也可以用范围：--clip 西,南,东,北。",
  },
  "map.boundary-cut": {
    en: "The map holds only a part of the boundary of {name}; take a larger extract, or a box: --clip west,south,east,north.",
    zh: "地图中只有{name}边界的一部分；请用更大的地图，或用范围：--clip 西,南,东,北。",
  },
  "map.nothing-within": {
    en: "Nothing of the map lies within {name}; check the place and the extract.",
    zh: "地图中没有任何内容落在{name}之内；请核对地点和地图。",
  },
  "download.which": {
    en: "Say which place to download: a city or a province, such as 江苏 or Beijing.",
    zh: "请说明要下载哪里的地图：城市或省份，如“江苏”或 Beijing。",
  },
  "download.none": {
    en: "No extract is called “{name}”. For a city within a province, name the province and clip: --download 江苏 --clip 南京市.",
    zh: "没有叫“{name}”的地图。要下载省内的城市，请写省名并裁剪：--download 江苏 --clip 南京市。",
  },
  "download.others": {
    en: "No extract is called “{name}”. There are: {others}. For a city within a province, name the province and clip: --download 江苏 --clip 南京市.",
    zh: "没有叫“{name}”的地图。有：{others}。要下载省内的城市，请写省名并裁剪：--download 江苏 --clip 南京市。",
  },
  "download.no-list": { en: "{url} is not the list of extracts that it should be.", zh: "{url} 不是应有的地图目录。" },
  "download.kept": {
    en: "{url} could not be fetched: {why}. {size} are kept; the same command goes on from there.",
    zh: "未能下载 {url}：{why}。已保留 {size}，再次执行同一命令会接着下载。",
  },
  "download.failed": {
    en: "{url} could not be fetched: {why}. Check the connection, or fetch the file by other means and name it with --osm.",
    zh: "未能下载 {url}：{why}。请检查网络，或用其他办法取得文件，再用 --osm 指明。",
  },
  "download.text-failed": { en: "{url} could not be fetched: {why}.", zh: "未能下载 {url}：{why}。" },
  "download.unprotected": {
    en: "{url} leads to {other}, which is not protected; it was not followed.",
    zh: "{url} 转到了未加密的 {other}，没有继续。",
  },
  "download.endless": {
    en: "{url} leads from one address to the next without end.",
    zh: "{url} 没完没了地转到别的地址。",
  },
  "download.gone": { en: "{url} does not exist (any more).", zh: "{url} 不存在（或已不存在）。" },
  "download.answered": { en: "{url}: the server answered {status}.", zh: "{url}：服务器答复 {status}。" },
  "download.long-list": {
    en: "{url}: more than 8 MB came where a short list was expected.",
    zh: "{url}：应当是短目录，却收到超过 8 MB 的内容。",
  },
  "download.too-large": {
    en: "{url} has {size}: too large for a city.",
    zh: "{url} 有 {size}：对一座城市来说太大了。",
  },
  "download.no-end": { en: "{url} does not end: more than 20 GB came.", zh: "{url} 没有尽头：已收到超过 20 GB。" },
  "download.damaged": {
    en: "{file} came damaged: its checksum is {found} where the server says {wanted}. It was thrown away; please try again.",
    zh: "{file} 下载后已损坏：校验和是 {found}，而服务器说是 {wanted}。文件已丢弃，请重试。",
  },
} as const;
