// ECMAScript 5, so that every version of Node can parse it and print a clear message instead of a syntax error.
// The same range stands in package.json (engines); test/cli/node.test.ts holds them together.
var parts = process.versions.node.split('.');
var major = Number(parts[0]);
var minor = Number(parts[1]);

if (!((major === 22 && minor >= 18) || major >= 24)) {
  var needs =
    'Trailwarden needs Node 22.18 or a later 22, or 24 or newer, and this is ' + process.versions.node;
  var remedy =
    'install Node 24 (https://nodejs.org/en/download, or brew install node@24) and run this again.';
  console.error(needs + ': ' + remedy);
  process.exit(2);
}
