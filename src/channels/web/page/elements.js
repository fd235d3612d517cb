const announcer = document.querySelector('#announcer');

/** What a screen reader says next. */
export const announce = (text) => {
  announcer.textContent = text;
};

export function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
