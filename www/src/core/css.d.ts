// A style sheet that a module imports as text, as www/build.mjs makes it.
declare module "*.css" {
  const text: string;
  export default text;
}
