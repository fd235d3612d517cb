/** What a method says of the next steps: its point forecasts, and the standard deviation it gives each of them. */
export type Extrapolation = { mean: Float64Array; deviation: Float64Array };
