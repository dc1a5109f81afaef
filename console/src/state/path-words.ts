/** A path as people write it: `site_1 / rack_3 / edge-7`; a slash without blanks is part of a name. */

export function wordsOfPath(path: string): string {
  return path.replaceAll("|", " / ");
}

export function pathOfWords(text: string): string {
  const segments = text.split(/\s+\/\s+|\|/).map((segment) => segment.trim());
  return segments.filter(Boolean).join("|");
}
