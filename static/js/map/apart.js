// Marks of a map that would lie over each other, made into one: what is left can each be seen and hit.

const OVER = 2; // pixels by which two may overlap: with one on each side a pin still has the 24 that a finger needs
const SIZES = [36, 40, 44, 52, 57, 62]; // pixels of a disc by the digits of its number; a cell has 64

/** How many pixels a disc of so many reports is wide. */
export const widthOf = (count) => SIZES[Math.min(String(count).length, SIZES.length) - 1];

/**
 * Return the marks, those that would overlap joined. A mark is { at, states, points, cells }: its place, its counts by
 * state, the reports it stands for that are known one by one, and the cells of all others.
 */
export function apart(map, marks) {
  const kept = [];
  for (const mark of marks) {
    let whole = measured(map, mark);
    for (let near = nearest(kept, whole); near >= 0; near = nearest(kept, whole)) {
      whole = measured(map, joined(kept.splice(near, 1)[0], whole));
    }
    kept.push(whole);
  }
  return kept;
}

/** Whether a mark is drawn as a pin: it stands for one report alone. */
export const isPin = ({ points, cells }) => points.length === 1 && !cells.length;

const countOf = ({ states }) => Object.values(states).reduce((sum, count) => sum + count, 0);

/** A mark with the box that its drawing fills: a pin stands on its place, a disc lies around it. */
function measured(map, mark) {
  const count = countOf(mark);
  const { x, y } = map.project(mark.at);
  if (isPin(mark)) return { ...mark, count, x, y: y - 18, width: 28, height: 38 };
  return { ...mark, count, x, y, width: widthOf(count), height: widthOf(count) };
}

function nearest(kept, mark) {
  return kept.findIndex(
    (other) =>
      Math.abs(other.x - mark.x) < (other.width + mark.width) / 2 - OVER &&
      Math.abs(other.y - mark.y) < (other.height + mark.height) / 2 - OVER,
  );
}

/** Two marks as one, at the place of the larger: a place where something is. */
function joined(one, other) {
  const states = Object.fromEntries(Object.entries(one.states).map(([name, count]) => [name, count + other.states[name]]));
  const [points, cells] = ["points", "cells"].map((name) => [...one[name], ...other[name]]);
  return { at: (one.count >= other.count ? one : other).at, states, points, cells };
}
