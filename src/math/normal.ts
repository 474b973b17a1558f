/** The standard normal distribution in double precision. */

const INVERSE_ROOT_TWO_PI = 0.3989422804014327;

/** φ(x), density of a standard normal variable. */
export const normalDensity = (x: number): number => INVERSE_ROOT_TWO_PI * Math.exp(-0.5 * x * x);

/** Coefficients of the rational approximation, highest power first (Hart 1968, as given by West 2005). */
const ABOVE = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376,
];
const BELOW = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948,
  440.413735824752,
];
/** From FAR on, the tail is computed by a continued fraction. From NOTHING_LEFT on, it is 0 in double precision. */
const FAR = 7.07106781186547;
const NOTHING_LEFT = 38;

const polynomial = (coefficients: readonly number[], x: number): number => {
  let sum = 0;
  for (let k = 0; k < coefficients.length; k++) sum = sum * x + coefficients[k]!;
  return sum;
};

/** P(X > x) for x ≥ 0. */
function upperTail(x: number): number {
  if (x > NOTHING_LEFT) return 0;
  if (x < FAR) return (Math.exp(-0.5 * x * x) * polynomial(ABOVE, x)) / polynomial(BELOW, x);
  return normalDensity(x) / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65)))));
}

/** Φ(x) = P(X ≤ x) of a standard normal variable; absolute error below 1e-14, relative error of the lower tail below 1e-7. */
export const normalDistribution = (x: number): number => (x > 0 ? 1 - upperTail(x) : upperTail(-x));
