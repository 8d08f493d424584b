/** Where the ticks of an axis are. */

/** The distance of two ticks: easy to read, and not less than a given one. */
export function roundUnit(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= least)!;
}
