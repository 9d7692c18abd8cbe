import { describe, expect, it } from "vitest";
import { JsonWriter } from "../../src/compute/json-writer.ts";

function written(write: (writer: JsonWriter) => void): unknown {
  const writer = new JsonWriter();
  write(writer);
  return JSON.parse(new TextDecoder().decode(writer.take()));
}

describe("JSON written as bytes", () => {
  it("gives coordinates back to the bit, wherever on Earth", () => {
    const values = [
      0, 1e-8, -1e-8, 0.1, 9.99999999, 10, 99.99999999, 100, 118.05, 118.00000001, 179.99999999, 180, -180, -0.5,
      -33.86, -99.1,
    ];
    for (let i = 0; i < 5000; i++) values.push(Math.round(((Math.sin(i * 12.9898) * 43758.5453) % 1) * 180e8) / 1e8);
    const ring = values
      .map((value): [number, number] => [value, value / 2])
      .map(([x, y]): [number, number] => [x, Math.round(y * 1e8) / 1e8]);
    expect(written((writer) => writer.polygons([[ring]]))).toEqual([[ring.map(([x, y]) => [x + 0, y + 0])]]);
  });

  it("nests polygons, rings and holes, and writes none", () => {
    const square: [number, number][] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ];
    expect(written((writer) => writer.polygons([[square, square], [square]]))).toEqual([[square, square], [square]]);
    expect(written((writer) => writer.polygons([]))).toEqual([]);
  });

  it("grows with what is written, and is used again", () => {
    const writer = new JsonWriter();
    const long = "字".repeat(200_000);
    for (const text of [long, "short"]) {
      writer.clear();
      writer.value({ text });
      expect(JSON.parse(new TextDecoder().decode(writer.take()))).toEqual({ text });
    }
  });
});
