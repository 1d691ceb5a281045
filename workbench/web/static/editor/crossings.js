// Which rows of a document cross others: their sentences were moved in the translation.

// the first place of a rising list whose value is above `value`
function above(values, value) {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

// the longest run of rows, as places in `rows`, whose targets rise; of two that are swapped the first one stays
function rising(rows) {
  const ends = []; // the lowest last target of a run of each length
  const byLength = []; // the rows that a run of each length can end with: their targets fall
  rows.forEach(([, target], at) => {
    const length = above(ends, target);
    ends[length] = target;
    (byLength[length] ??= []).push(at);
  });
  const kept = [];
  let [next, limit] = [rows.length, Infinity];
  for (const some of byLength.reverse()) {
    const at = some.find((one) => one < next && rows[one][1] <= limit);
    kept.push(at);
    [next, limit] = [at, rows[at][1]];
  }
  return kept.reverse();
}

// by the name of a row that was moved, the numbers of the first and the last row that it crosses; rows with one side never cross
export function crossings(order, lightOf) {
  const rows = [];
  order.forEach((name, place) => {
    const light = lightOf(name);
    if (light[4] && light[9] >= 0) rows.push([place, light[9], name]);
  });
  const found = new Map();
  if (rows.every(([, target], at) => !at || rows[at - 1][1] <= target)) return found;
  const kept = rising(rows);
  const places = kept.map((at) => rows[at][0]);
  const targets = kept.map((at) => rows[at][1]);
  const stays = new Set(kept);
  rows.forEach(([place, target, name], at) => {
    if (stays.has(at)) return;
    const [here, there] = [above(places, place), above(targets, target)];
    const [first, last] = here > there ? [there, here - 1] : [here, there - 1];
    if (first <= last) found.set(name, [places[first] + 1, places[last] + 1]);
  });
  return found;
}
