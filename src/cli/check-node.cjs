// Plain JavaScript of 2009, so that every Node can read it and say what is wrong, instead of failing at the first word
// that it does not know. The same range stands in package.json (engines); test/cli/node.test.ts holds them together.
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
