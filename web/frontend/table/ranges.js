// Where the cursor is in an editable cell, counted in characters. In place of the package `selection-ranges`, which brings
// code that makes functions of texts.

/** {start, end} of the selection in an element; null when it is elsewhere. */
export function getRange(element) {
  const selection = getWindowSelection();
  if (!selection?.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.commonAncestorContainer)) return null;
  return {
    start: lengthUpTo(element, range.startContainer, range.startOffset),
    end: lengthUpTo(element, range.endContainer, range.endOffset),
  };
}

export function setRange(element, { start, end }) {
  const range = document.createRange();
  range.setStart(...placeOf(element, start));
  range.setEnd(...placeOf(element, end));
  applyRange(range);
}

export function applyRange(range) {
  const selection = getWindowSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

export function getWindowSelection() {
  return window.getSelection();
}

function lengthUpTo(element, container, offset) {
  const range = document.createRange();
  range.selectNodeContents(element);
  range.setEnd(container, offset);
  return [...pieces(range.cloneContents())].reduce((sum, [, length]) => sum + length, 0);
}

/** [node, offset] of a count of characters; the end where there are fewer. */
function placeOf(element, count) {
  let before = 0;
  for (const [node, length] of pieces(element)) {
    if (node.nodeType === Node.TEXT_NODE && count <= before + length) return [node, count - before];
    if (node.nodeType !== Node.TEXT_NODE && count === before) return [node.parentNode, [...node.parentNode.childNodes].indexOf(node)];
    before += length;
  }
  return [element, element.childNodes.length];
}

/** The texts and line breaks under a node, each with how many characters it counts. */
function* pieces(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) yield [node, node.data.length];
    else if (node.localName === "br") yield [node, 1];
  }
}
