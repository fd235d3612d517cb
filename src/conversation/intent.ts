/**
 * What was asked, by the name that the CLI and the API show, such as `customer.value`. A command file brings its own;
 * `unknown` is whatever no command answers.
 */
export type Intent = string;
