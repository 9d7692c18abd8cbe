/** What is said about imports: what cannot be meant, what stands in the way of a commit or an undo, what it claims. */
export const importWords = {
  "city.none-yet": {
    en: "There is no city “{city}”. There is none yet; add one with its OSM file first.",
    zh: "没有城市“{city}”。目前还没有任何城市；请先用 OSM 文件添加。",
  },
  "city.others": {
    en: "There is no city “{city}”. There are: {cities}; add one with its OSM file first.",
    zh: "没有城市“{city}”。已有：{cities}；请先用 OSM 文件添加。",
  },
  "city.none": {
    en: "There is no city “{city}”; add one with its OSM file first.",
    zh: "没有城市“{city}”；请先用 OSM 文件添加。",
  },
  "city.not-stored": { en: 'There is no city "{city}" in the store.', zh: "没有城市“{city}”。" },
  "date.wrong": { en: "“{text}” is no date; write it as 2024-05-01.", zh: "“{text}”不是日期；请写成 2024-05-01。" },
  "source.name": {
    en: "The source of a table cannot be called “{name}”: that name stands for {what}. Give another.",
    zh: "表格的来源不能叫“{name}”：这个名称指{what}。请换一个。",
  },
  "source.map": { en: "the map", zh: "地图" },
  "source.nothing": { en: "nothing", zh: "空" },
  "source.hand": { en: "what is entered by hand", zh: "人工录入的内容" },
  "claim.unknown": {
    en: "No such category: {unknown}. Write all, none, or ids with commas: {ids}.",
    zh: "没有这种业态：{unknown}。请写 all、none，或用逗号隔开的编号：{ids}。",
  },
  "claim.no-category": { en: "No such category: {unknown}.", zh: "没有这种业态：{unknown}。" },
  "claim.since": {
    en: "“{text}” does not say since when the list is complete; write a day such as 2025-01-01, or always.",
    zh: "“{text}”没有说明名单自何时起完整；请写日期（如 2025-01-01）或 always。",
  },
  "claim.area": {
    en: "There is no area {areas} in {city}; areas are named by their ids.",
    zh: "{city} 没有区域 {areas}；区域用编号指明。",
  },
  "claim.left-out": {
    en: "{rows} rows are left out, and so the list is not taken as complete for: {categories}. Where one of these is missing, it counts as unknown, not as a gap. Mend the rows, or say which categories are complete.",
    zh: "有 {rows} 行未采用，因此下列业态的名单不算完整：{categories}。这些业态缺少网点时按“未知”处理，不算缺口。请改正这些行，或指明哪些业态是完整的。",
  },
  "claim.left-out-all": {
    en: "{rows} rows are left out, and which category they are of cannot be told of all, so the list is not taken as complete for any. Where an outlet is missing, it counts as unknown, not as a gap. Mend the rows, or say which categories are complete.",
    zh: "有 {rows} 行未采用，其中有的看不出业态，因此各业态的名单都不算完整。缺少网点时按“未知”处理，不算缺口。请改正这些行，或指明哪些业态是完整的。",
  },

  "import.none": { en: "There is no import {id} in {city}.", zh: "{city} 没有导入 {id}。" },
  "import.not-staged": {
    en: "Import {id} is {state}, no longer staged.",
    zh: "导入 {id} 已不在预览中（{state}）。",
  },
  "import.reading": { en: "The file of import {id} is still being read.", zh: "导入 {id} 的文件还在读取。" },
  "import.question": {
    en: "Import {id} has an open question: {question}",
    zh: "导入 {id} 还有问题没有回答：{question}",
  },
  "import.rows-left": {
    en: "Import {id}: {bad} rows are wrong and {waiting} wait for a place. Mend them, skip them, or have all of them left out (skipBad).",
    zh: "导入 {id}：有 {bad} 行有错，{waiting} 行等待定位。请改正、跳过，或全部不采用（skipBad）。",
  },
  "import.nothing-good": {
    en: "Import {id} has no row that can be taken in.",
    zh: "导入 {id} 没有能够导入的行。",
  },
  "import.no-row": { en: "Import {id} has no row {row}.", zh: "导入 {id} 没有第 {row} 行。" },
  "import.no-candidate": {
    en: "Row {row} has {candidates} candidates; number {number} is none.",
    zh: "第 {row} 行有 {candidates} 个候选位置，没有编号为 {number} 的。",
  },
  "import.location": {
    en: "location must be longitude, latitude in degrees (WGS-84).",
    zh: "location 应为以度为单位的经度、纬度（WGS-84）。",
  },
  "import.contradiction-rows": {
    en: "Row {row} and row {other} were said to be different, and by way of others to be the same. Take one of these decisions back.",
    zh: "第 {row} 行与第 {other} 行被定为不同，又因其他决定而相同。请撤回其中一个决定。",
  },
  "import.contradiction-outlet": {
    en: "Row {row} and outlet {other} were said to be different, and by way of others to be the same. Take one of these decisions back.",
    zh: "第 {row} 行与网点 {other} 被定为不同，又因其他决定而相同。请撤回其中一个决定。",
  },
  "undo.not-committed": {
    en: "Import {id} is {state}; only a committed one can be undone.",
    zh: "导入 {id} 目前是 {state}；只有已提交的才能撤销。",
  },
  "undo.not-kept": {
    en: "Import {id} cannot be undone: what it replaced was not kept at that time. Import the table before it again.",
    zh: "导入 {id} 不能撤销：当时没有保留被它替换的内容。请重新导入在它之前的表格。",
  },
  "undo.later": {
    en: "Import {id} cannot be undone: “{source}” was imported again afterwards: {names}. Undo that first.",
    zh: "导入 {id} 不能撤销：之后又导入过“{source}”：{names}。请先撤销后者。",
  },
  "undo.claims": {
    en: "Import {id} cannot be undone: what others vouch for rests on its areas: {names}. Undo those imports first.",
    zh: "导入 {id} 不能撤销：其他来源的完整性说明用到了它的区域：{names}。请先撤销那些导入。",
  },
  "undo.claim": { en: "{area} (vouched for by “{source}”)", zh: "{area}（“{source}”作了说明）" },
  "undo.edited": {
    en: "Import {id} cannot be undone: sites of it were changed by hand since: {names}.",
    zh: "导入 {id} 不能撤销：其中的场地后来被人工修改过：{names}。",
  },
  "undo.newer-map": {
    en: "Import {id} cannot be undone: the city was brought up to date on {day}, and the {homes} homes estimated from the map that the import replaced are those of the map before. Import a corrected table in its place.",
    zh: "导入 {id} 不能撤销：城市地图已于 {day} 更新，它所替换的 {homes} 处估算住宅属于旧地图。请改为导入更正后的表格。",
  },
  "undo.more": { en: "{names} and {more} more", zh: "{names}等（另有 {more} 项）" },

  "problem.400": { en: "The request is not right", zh: "请求有误" },
  "problem.401": { en: "Nobody is logged in", zh: "尚未登录" },
  "problem.403": { en: "Not allowed", zh: "没有权限" },
  "problem.404": { en: "Not found", zh: "没有找到" },
  "problem.405": { en: "Not possible here", zh: "此处不支持" },
  "problem.409": { en: "At odds with what is stored", zh: "与已有内容冲突" },
  "problem.413": { en: "The request is too large", zh: "请求太大" },
  "problem.415": { en: "This kind of content is not understood", zh: "不支持这种内容" },
  "problem.422": { en: "This cannot be worked out", zh: "无法计算" },
  "problem.429": { en: "Too many requests", zh: "请求太频繁" },
  "problem.500": { en: "Something went wrong on the server", zh: "服务器出错" },
  "problem.503": { en: "Not available at the moment", zh: "暂时不可用" },
  "problem.other": { en: "The request was refused", zh: "请求被拒绝" },
  "problem.body-size": {
    en: "The body of a request may have 2 MB. Ask in parts",
    zh: "请求体最大 2 MB，请分几次发送",
  },
  "problem.nothing-there": {
    en: "There is nothing at {method} {path}. All routes are listed at /api/openapi.json.",
    zh: "{method} {path} 没有内容。所有接口列在 /api/openapi.json。",
  },
  "problem.database": {
    en: "The database does not answer. Please try again soon.",
    zh: "数据库没有响应，请稍后再试。",
  },
  "problem.busy": {
    en: "More is asked at the moment than can be worked out. Please try again soon.",
    zh: "目前请求太多，一时计算不过来，请稍后再试。",
  },
  "problem.stopping": { en: "The server is stopping. Please try again soon.", zh: "服务器正在停止，请稍后再试。" },
  "problem.unfinished": {
    en: "The server began to work this out and could not finish. The reason is in its log.",
    zh: "服务器没有算完。原因见服务器日志。",
  },
  "problem.no-answer": {
    en: "The server could not answer. The reason is in its log.",
    zh: "服务器无法答复。原因见服务器日志。",
  },
  "problem.json": { en: "The body is not valid JSON.", zh: "请求正文不是有效的 JSON。" },
  "problem.want-json": {
    en: "The body should be JSON, with Content-Type: application/json.",
    zh: "请求正文应为 JSON，并带 Content-Type: application/json。",
  },
  "job.none": { en: "There is no job {id}.", zh: "没有任务 {id}。" },
  "job.streams": {
    en: "This account follows {most} jobs at the same time already, which is the most. Please close a page that does, or ask for /api/jobs/{id} now and then.",
    zh: "本账号已同时跟踪 {most} 个任务，不能再多。请关闭其中一个页面，或定时查询 /api/jobs/{id}。",
  },
  "job.failed": {
    en: "The server could not finish this. The reason is in its log.",
    zh: "服务器没能完成。原因见服务器日志。",
  },
} as const;
