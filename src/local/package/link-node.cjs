// npm before 11, such as Debian's and Ubuntu's, links no `node` where it leaves out the one for the other processor. Without the link
// the scripts would run on the machine's own Node. Run by npm after an installation, on whatever Node npm itself runs.
var fs = require('fs');
var path = require('path');

var bin = path.join(__dirname, '../../../node_modules/.bin');
var node = path.join('..', 'node-' + process.platform + '-' + process.arch, 'bin/node');

if (fs.existsSync(path.join(bin, node)) && !fs.existsSync(path.join(bin, 'node'))) {
  fs.symlinkSync(node, path.join(bin, 'node'));
}
