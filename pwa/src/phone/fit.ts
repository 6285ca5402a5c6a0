/** The largest type that fits, found by halving. */

const LARGEST_PX = 220;
const SMALLEST_PX = 16;

/** The largest whole size between the limits for which `fits` holds; the smallest one if none does. */
export function largestFit(fits: (px: number) => boolean, smallest = SMALLEST_PX, largest = LARGEST_PX): number {
  let [low, high] = [smallest, largest];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
