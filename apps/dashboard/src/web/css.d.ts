/** Style sheets are imported for what they do; esbuild puts them all into main.css. */
declare module '*.css' {}
