// Which lines of two texts differ: what the conflict dialog marks.

const MAX_CELLS = 4_000_000; // pairs of lines compared; beyond it every line between the equal ends counts as different

/** [{left: text|null, right: text|null, same: boolean}] in reading order. */
export function compareLines(left, right) {
  const a = left.split("\n");
  const b = right.split("\n");
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const middle = differing(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const same = (line) => ({ left: line, right: line, same: true });
  return [...a.slice(0, head).map(same), ...middle, ...a.slice(a.length - tail).map(same)];
}

function differing(a, b) {
  if (a.length * b.length > MAX_CELLS) return apart(a, b);
  const common = commonLengths(a, b);
  const rows = [];
  let [i, j] = [0, 0];
  let [gone, come] = [[], []];
  const flush = () => {
    rows.push(...apart(gone, come));
    [gone, come] = [[], []];
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      flush();
      rows.push({ left: a[i], right: b[j], same: true });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) gone.push(a[i++]);
    else come.push(b[j++]);
  }
  flush();
  return rows;
}

function apart(gone, come) {
  const count = Math.max(gone.length, come.length);
  return Array.from({ length: count }, (_, i) => ({ left: gone[i] ?? null, right: come[i] ?? null, same: false }));
}

/** common[i][j]: how many lines the rests from i and j have in common, in order. */
function commonLengths(a, b) {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}
