import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { run } from "./run.ts";

it.each([
  [{ TRUSTED_PROXIES: "10.0.0.1, everybody" }, /TRUSTED_PROXIES should be addresses or networks .* has "everybody"/],
  [{ TRUSTED_PROXIES: "10.0.0.0/33" }, /TRUSTED_PROXIES .* has "10\.0\.0\.0\/33"/],
  [{ COMMENTS: "never" }, /COMMENTS should be after-review or at-once, and is "never"/],
  [{ RATE_LIMITS: "reading=many" }, /RATE_LIMITS should be off, or such as reading=\d+.* has "reading=many"/],
  [{ CORS_ORIGINS: "gis.example" }, /CORS_ORIGINS should be origins .* has "gis\.example"/],
])("%j is refused at the start", async (settings, message) => {
  const folder = mkdtempSync(join(tmpdir(), "quarterhour-serve-"));
  const { code, stderr } = await run(["serve"], { ...settings, QUARTERHOUR_DATA: folder, PORT: "0" });
  rmSync(folder, { recursive: true });
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
