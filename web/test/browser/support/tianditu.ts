/** A counterpart of 天地图's tile servers: the same addresses and refusals, a tile of one colour for everything. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32, deflateSync } from "node:zlib";

/** A PNG of one pixel; a map stretches it over the tile. */
function pixel(red: number, green: number, blue: number, opacity: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  // 1 × 1, 8 bits, with opacity; a line begins with its filter, which is none.
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]);
  const line = deflateSync(Buffer.from([0, red, green, blue, opacity]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", line), chunk("IEND", Buffer.alloc(0))]);
}

const magenta = pixel(255, 0, 255, 255);
const clear = pixel(0, 0, 0, 0);

export interface TileRequest {
  layer: string;
  zoom: number;
  /** The site that asks, and no page of it. */
  referer: string | undefined;
}

export interface TileServer {
  address: string;
  asked: TileRequest[];
  stop(): Promise<void>;
}

const demanded = { SERVICE: "WMTS", REQUEST: "GetTile", VERSION: "1.0.0", STYLE: "default", TILEMATRIXSET: "w" };

export async function startTileServer(key: string): Promise<TileServer> {
  const asked: TileRequest[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://tiles");
    const layer = /^\/(vec|cva|eva)_w\/wmts$/.exec(pathname)?.[1];
    const wrong = Object.entries(demanded).filter(([name, value]) => searchParams.get(name) !== value);
    const [zoom, row, column] = ["TILEMATRIX", "TILEROW", "TILECOL"].map((name) => Number(searchParams.get(name)));
    const isThere = zoom >= 1 && zoom <= 18 && row >= 0 && row < 2 ** zoom && column >= 0 && column < 2 ** zoom;
    response.setHeader("Access-Control-Allow-Origin", "*");
    if (searchParams.get("tk") !== key) {
      response.writeHead(403, { "Content-Type": "application/json" }).end('{"code":301,"msg":"权限类型错误"}');
    } else if (!layer || searchParams.get("LAYER") !== layer || wrong.length > 0 || !isThere) {
      response.writeHead(404).end();
    } else {
      asked.push({ layer, zoom, referer: request.headers.referer });
      response.writeHead(200, { "Content-Type": "image/png" });
      response.end(layer === "vec" ? magenta : clear);
    }
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
