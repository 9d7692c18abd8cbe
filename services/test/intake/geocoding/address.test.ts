import { expect, test } from "vitest";
import { parseAddress } from "../../../src/intake/geocoding/address.ts";
import { canonical, editDistance, soundOf } from "../../../src/intake/geocoding/text.ts";

/** Only the parts that were read, in short. */
function read(address: string): string {
  const { areas, beforeNumber, number, lane, place, building, crossing, between, relation } = parseAddress(address);
  const parts = [
    areas.map(({ name }) => name).join("|"),
    number === null ? "" : `${beforeNumber}#${number.main}${number.sub === null ? "" : `-${number.sub}`}`,
    lane === null ? "" : `lane ${lane}`,
    place === null ? "" : `at ${place}`,
    building === null ? "" : `building ${building}`,
    crossing === null ? "" : crossing.join(" x "),
    between === null ? "" : `between ${between.join(" and ")}`,
    relation === null
      ? ""
      : [relation.kind, relation.direction, relation.meters].filter((part) => part !== null).join(" "),
  ];
  return parts.filter(Boolean).join("; ");
}

test.each([
  ["江苏省南京市玄武区长江路333号", "江苏省|南京市|玄武区; 长江路#333"],
  ["南京市玄武区新街口街道长江路社区长江路333号", "南京市|玄武区|新街口街道|长江路社区; 长江路#333"],
  ["上海市浦东新区世纪大道8号", "上海市|浦东新区; 世纪大道#8"],
  ["南京东路18号", "南京东路#18"],
  ["江苏路5号", "江苏路#5"],
  ["210005 中山路18号", "中山路#18"],
  ["沧汐区沧汐区和乐道42号", "沧汐区; 和乐道#42"],
  ["和乐道４２號", "和乐道#42"],
  ["和 乐 道 42 号", "和乐道#42"],
  ["和乐道四十二号", "和乐道#42"],
  ["和乐道一百零五号", "和乐道#105"],
  ["和乐道042号", "和乐道#42"],
  ["和乐道42", "和乐道#42"],
  ["和乐道42-3号", "和乐道#42-3"],
  ["和乐道42号之一", "和乐道#42-1"],
  ["和乐道42号附3号", "和乐道#42-附3"],
  ["和乐道甲42号", "和乐道#42-甲"],
  ["和乐道42号甲", "和乐道#42-甲"],
  ["和乐道42号-103", "和乐道#42"],
  ["弓弦胡同13号院", "弓弦胡同#13"],
  ["长乐路18弄3号", "长乐路#3; lane 18"],
  ["和乐道42号清漪园3号楼2单元501室", "和乐道#42; at 清漪园; building 3"],
  ["清漪园二期十二栋", "at 清漪园2期; building 12"],
  ["德基广场A座3层", "at 德基广场; building A"],
  ["临漪公寓2#楼", "at 临漪公寓; building 2"],
  ["东堤花园小区", "at 东堤花园小区"],
  ["和乐道42号2楼201室", "和乐道#42"],
  ["和乐道42号（一楼门面）", "和乐道#42"],
  ["和乐道42号清漪园内", "和乐道#42; at 清漪园; inside"],
  ["清漪园底商", "at 清漪园; shopfront"],
  ["和乐道42号门口", "和乐道#42; gate"],
  ["长江路与洪武路交叉口", "长江路 x 洪武路"],
  ["和乐道与和平道路口", "和乐道 x 和平道"],
  ["长江路洪武路口", "长江路 x 洪武路"],
  ["玉泉路辅路与高新中二道交叉口东北角", "玉泉路辅路 x 高新中二道; toward NE 20"],
  ["中山路（汉中路与石鼓路之间）", "at 中山路; between 汉中路 and 石鼓路"],
  ["中山路18号（汉中路口）", "中山路#18; at 汉中路口"],
  ["人民公园对面", "at 人民公园; opposite"],
  ["人民公园北门", "at 人民公园; gate N"],
  ["人民公园北侧50米", "at 人民公园; toward N 50"],
  ["新街口地铁站往东100米", "at 新街口地铁站; toward E 100"],
  ["中国银行旁边", "at 中国银行; beside"],
  ["科技南十二路28号", "科技南十二路#28"],
  ["2号线大行宫站", "at 2号线大行宫站"],
  ["中国农业银行", "at 中国农业银行"],
  ["东海社区为老服务中心", "at 东海社区为老服务中心"],
  ["农贸市场东门", "at 农贸市场; gate E"],
  ["", ""],
  ["，。（）", ""],
  ["12345", ""],
])("%s", (address, expected) => {
  expect(read(address)).toBe(expected);
});

test("one spelling for width, script, dashes, numerals; names keep theirs", () => {
  expect(canonical("滄汐區　望潮路４４６號—２")).toBe("沧汐区望潮路446号-2");
  expect(canonical("高新南十二道")).toBe("高新南十二道");
  expect(canonical("KFC 餐厅 north gate")).toBe("KFC餐厅NORTH GATE");
  expect(canonical("号".repeat(5000)).length).toBeLessThanOrEqual(200);
});

test("what sounds alike, and how far names are apart", () => {
  expect(soundOf("和乐道")).toBe(soundOf("河乐到"));
  expect(soundOf("神南路")).not.toBe(soundOf("深楠路", true));
  expect(soundOf("石门路")).toBe(soundOf("司门路"));
  expect(soundOf("石门路", true)).not.toBe(soundOf("司门路", true));
  expect(editDistance("和乐道", "乐和道", 1)).toBe(1);
  expect(editDistance("和乐道", "和道", 1)).toBe(1);
  expect(editDistance("和乐道", "清漪南道", 1)).toBe(2);
});

test("nonsense of any kind is read without failing", () => {
  let state = 7;
  const alphabet = [..."路街道巷号弄楼栋座区市县与和之间(（)）东南西北侧面旁对12309AB-#、，,米内第期幢 \u200b"];
  for (let round = 0; round < 3000; round++) {
    let text = "";
    for (let length = 0; length < 24; length++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      text += alphabet[(state >>> 8) % alphabet.length];
    }
    const parsed = parseAddress(text);
    expect(parsed.number === null || Number.isInteger(parsed.number.main)).toBe(true);
  }
});
