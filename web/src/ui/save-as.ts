/** Hands a file to the person, as if it had been downloaded. */
export function saveAs(content: Blob, fileName: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken hold of it by the next turn; some time is left for slow ones.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
