declare module 'opencc-js/dict/TSCharacters' {
  /** A traditional character, a space and its simplified ones, separated by "|". */
  const characters: string;
  export default characters;
}
