// Files that the build puts in as bytes.

declare module "*.pfb" {
  const bytes: Uint8Array;
  export default bytes;
}
declare module "*.wasm" {
  const bytes: Uint8Array;
  export default bytes;
}
declare module "virtual:dictionaries" {
  const bytes: Uint8Array;
  export default bytes;
}
