// Content that modules import as text; www/build.mjs bundles it, www/tools/text-modules.mjs loads it under node.
declare module "*.ftl" {
  const text: string;
  export default text;
}
declare module "*.raft" {
  const text: string;
  export default text;
}
