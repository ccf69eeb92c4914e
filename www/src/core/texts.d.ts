// Style sheets and scripts that a module imports as text, as www/build.mjs makes them.
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.raft" {
  const text: string;
  export default text;
}
