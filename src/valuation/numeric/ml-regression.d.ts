/** The package carries no types of its own; its parts do. */
declare module 'ml-regression' {
  export { SimpleLinearRegression } from 'ml-regression-simple-linear';
}
