/** `tel:` address of a phone as people write it; the first of several. */
export function telHref(phone: string): string | null {
  const first = phone.split(/[;；,，/、]/)[0];
  const digits = first.replace(/[^\d+]/g, "");
  return digits.length >= 3 ? `tel:${digits}` : null;
}
