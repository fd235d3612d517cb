const announcer = document.querySelector('#announcer');

/** What a screen reader says next. */
export const announce = (text) => {
  announcer.textContent = text;
};

/** Marks the option of a list that a field has chosen, and brings it into view; −1: none. */
export function markOption(field, list, at) {
  const options = [...list.children];
  for (const [index, option] of options.entries())
    option.setAttribute('aria-selected', String(index === at));
  const chosen = options[at];
  chosen?.scrollIntoView({ block: 'nearest' });
  if (chosen === undefined) field.removeAttribute('aria-activedescendant');
  else field.setAttribute('aria-activedescendant', chosen.id);
}

export function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
