/** Code that is fetched when it is first needed, and what to do where it did not come. */
import { signal } from "@preact/signals";
import { ApiError } from "../api/request.ts";

/** A tool that did not come when it was wanted, and how to ask for it once more; the page says so above all else. */
export const missingTool = signal<{ error: unknown; retry(): void } | null>(null);

/** @throws ApiError of the kind `code` where it does not come */
export async function bringCode<Code>(load: () => Promise<Code>): Promise<Code> {
  try {
    return await load();
  } catch (error) {
    console.warn(error);
    throw new ApiError("code", 0, String(error));
  }
}

/**
 * Once more, asked by a person. Some browsers remember a file that failed until the page is opened anew, and a newer
 * version of the site no longer has the files of the one before: then the page is opened anew, at the same address,
 * provided that the server is there to answer. Does not return in that case.
 * @throws ApiError `code`
 */
export async function bringCodeAgain<Code>(load: () => Promise<Code>): Promise<Code> {
  try {
    return await bringCode(load);
  } catch (error) {
    const isThere = await fetch("/", { method: "HEAD", cache: "no-store" }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (!isThere) throw error;
    location.reload();
    return new Promise<never>(() => {});
  }
}

/** Brings the code of a tool that has no place of its own to say that it did not come. @returns null where it did not */
export async function bringTool<Code>(load: () => Promise<Code>): Promise<Code | null> {
  const attempt = async (bring: typeof bringCode): Promise<Code | null> => {
    try {
      const code = await bring(load);
      missingTool.value = null;
      return code;
    } catch (error) {
      missingTool.value = { error, retry: () => void attempt(bringCodeAgain) };
      return null;
    }
  };
  return attempt(bringCode);
}
