/**
 * The words of a text or a question for the search of the site: words between spaces and punctuation as they are, and of Chinese,
 * which has no spaces, every two characters that follow each other. The browser is given the text of this function alone, so that it may use
 * nothing from outside of itself.
 */
export function searchWords(text: string): string[] {
  return text.split(/[\s\p{P}\p{Z}]+/u).flatMap((word) =>
    (word.match(/\p{Script=Han}+|\P{Script=Han}+/gu) ?? []).flatMap((part) => {
      if (!/\p{Script=Han}/u.test(part)) return [part];
      const characters = [...part];
      return characters.length === 1
        ? characters
        : characters.slice(1).map((character, i) => `${characters[i]}${character}`);
    }),
  );
}
