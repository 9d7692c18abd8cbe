import { computed } from "@preact/signals";
import { lang } from "../i18n/index.ts";

const zh = {
  title: "项目清单",
  add: "加一个项目",
  none: "还没有项目",
  noneHint: "可以自己加，也可以在“选址”里把找到的地方列进来。",
  allStates: "所有状态",
  name: "项目名称",
  category: "业态",
  circle: "生活圈",
  community: "社区",
  unit: "责任单位",
  deadline: "完成时限",
  state: "状态",
  content: "建设内容",
  investment: "投资说明",
  cost: "费用说明",
  outlet: "开成的网点（编号）",
  forecast: "预计受益户数",
  measured: "实际受益户数",
  note: "这次改动的说明",
  save: "保存",
  remove: "删除",
};

const en: typeof zh = {
  title: "Projects",
  add: "Add a project",
  none: "No projects yet",
  noneHint: "Add one here, or put sites found under Siting on the list.",
  allStates: "All states",
  name: "Project",
  category: "Category",
  circle: "Circle",
  community: "Community",
  unit: "Responsible",
  deadline: "Until",
  state: "State",
  content: "What is built",
  investment: "Investment",
  cost: "Cost",
  outlet: "Outlet it became (id)",
  forecast: "Households expected",
  measured: "Households measured",
  note: "A note on this change",
  save: "Save",
  remove: "Delete",
};

export const projectWords = computed(() => (lang.value === "en" ? en : zh));
