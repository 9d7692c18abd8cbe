/** What one person likes, kept on their device. Storage may be forbidden; then it is simply not kept. */
type PreferenceName = "lang" | "large" | "place";

export function readPreference(name: PreferenceName): string | null {
  try {
    return localStorage.getItem(`quarterhour.${name}`);
  } catch {
    return null;
  }
}

export function writePreference(name: PreferenceName, value: string): void {
  try {
    localStorage.setItem(`quarterhour.${name}`, value);
  } catch {
    // Private browsing: the choice lasts as long as the page.
  }
}
