/* global AdaptiveCards */

const text = { default: 'var(--ink)', subtle: 'var(--quiet)' };
const allColours = Object.fromEntries(
  ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'].map((name) => [
    name,
    text,
  ]),
);

const hostConfig = {
  fontFamily: 'inherit',
  spacing: { none: 0, small: 8, default: 12, medium: 16, large: 24, extraLarge: 32, padding: 20 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  fontSizes: { small: 14, default: 16, medium: 18, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 400, default: 400, bolder: 650 },
  lineHeights: { small: 20, default: 24, medium: 26, large: 28, extraLarge: 32 },
  containerStyles: {
    default: { backgroundColor: 'transparent', foregroundColors: allColours },
    emphasis: { backgroundColor: 'transparent', foregroundColors: allColours },
  },
  factSet: {
    title: { color: 'Default', isSubtle: true, weight: 'Default', wrap: true },
    value: { color: 'Default', weight: 'Default', wrap: true },
    spacing: 0,
  },
  actions: {
    maxActions: 100,
    spacing: 'Medium',
    buttonSpacing: 8,
    actionsOrientation: 'Horizontal',
    actionAlignment: 'Left',
  },
  textBlock: { headingLevel: 2 },
};

const dark = matchMedia('(prefers-color-scheme: dark)');

const unescaped = (text) => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** The Markdown of our cards consists of escapes only: removes them and shows the rest as it is. */
function showLiterally(escaped, result) {
  const plain = document.createElement('p');
  plain.textContent = unescaped(escaped);
  result.outputHtml = plain.outerHTML;
  result.didProcess = true;
}

/**
 * Renders an Adaptive Card; calls `onAsk` with the label and the command of a button that is pressed. With `light` its charts
 * are, whatever the theme.
 */
export function renderCard(json, onAsk, { light = false } = {}) {
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = showLiterally;
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  card.onExecuteAction = (action) =>
    action.url === undefined
      ? onAsk(action.tooltip || action.title, action.data.command)
      : open(action.url, '_blank', 'noopener');
  card.parse({
    ...json,
    actions: json.actions.map(showAtOnce),
    body: json.body.map((each) => (each.type === 'Container' ? sayWhom(each) : each)),
  });
  const element = card.render();
  element.removeAttribute('tabindex');
  element.style.padding = '';
  for (const button of element.querySelectorAll('button')) {
    button.style.whiteSpace = 'normal';
    if (button.title !== '') button.setAttribute('aria-label', button.title);
  }
  for (const set of element.querySelectorAll('.ac-actionSet')) leaveGapsToStyle(set);
  for (const cell of element.querySelectorAll('.ac-factset td')) cell.style.maxWidth = '';
  for (const table of element.querySelectorAll('[role="table"]')) fitToPhone(table);
  for (const image of element.querySelectorAll('img')) {
    followTheme(image, light);
    tellWhereMissing(image);
  }
  return element;
}

/** The page shows every button; only Teams moves some into a menu. */
const showAtOnce = ({ mode, ...action }) => action;

/** Has the buttons below a row of a list say to everybody whom they are about, who hears them or reads what was asked. */
function sayWhom(row) {
  const whom = unescaped(row.items[0].text).replace(/^\d+\. /, '');
  const said = (action) => ({ ...showAtOnce(action), tooltip: `${action.title}: ${whom}` });
  return {
    ...row,
    items: row.items.map((item) =>
      item.type === 'ActionSet' ? { ...item, actions: item.actions.map(said) } : item,
    ),
  };
}

/** Takes away what the renderer puts between buttons, which would stand in front of those of a further line. */
function leaveGapsToStyle(set) {
  for (const child of [...set.children]) if (child.childElementCount === 0) child.remove();
}

/** As many characters as a line of a phone shows of a cell and its label; longer cells stand below theirs. */
const longLine = 32;

/** Sets a table of many columns smaller; on a phone each of its rows is a list of its own, every cell by its column's name. */
function fitToPhone(table) {
  const [head, ...rows] = table.children;
  if (head.childElementCount < 3) return;
  table.classList.add('wide');
  for (const text of table.querySelectorAll('.ac-textBlock')) text.style.fontSize = '';
  const labels = Array.from(head.children, (cell) => cell.textContent);
  for (const row of rows) {
    Array.from(row.children).forEach((cell, column) => {
      cell.dataset.label = labels[column];
      cell.classList.toggle('long', cell.textContent.length + labels[column].length > longLine);
    });
  }
}

/** Puts the alternative text in the place of a chart that cannot be loaded. */
function tellWhereMissing(image) {
  image.onerror = () => {
    const words = document.createElement('p');
    words.className = 'chart-words';
    words.textContent = image.alt;
    image.replaceWith(words);
  };
}

/** Keeps a chart light or dark like the page. */
function followTheme(image, light) {
  const address = image.getAttribute('src');
  const choose = () => {
    image.src = dark.matches && !light ? `${address}?theme=dark` : address;
  };
  image.className = 'chart loading';
  image.addEventListener('load', () => image.classList.remove('loading'));
  image.removeAttribute('style');
  choose();
  dark.addEventListener('change', choose);
}
