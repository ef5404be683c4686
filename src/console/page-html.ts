/** The page's document: everything in it is made by its script. Addresses are relative, so that the token stays in them. */
export const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Trailwarden console</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="app.css">
<script src="app.js" type="module"></script>
</head>
<body>
<div id="app"><p class="loading">Reading the state of the organization …</p></div>
<noscript><p class="loading">This page needs JavaScript. It loads nothing from anywhere but this machine.</p></noscript>
</body>
</html>
`;

/** The icon of the page: a trail with a gap. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1b4d6b"/><path d="M6 22c5 0 4-12 10-12" stroke="#fff" stroke-width="3.4" fill="none" stroke-linecap="round"/><circle cx="21.5" cy="11.5" r="1.9" fill="#ffb000"/><circle cx="26" cy="15.5" r="1.9" fill="#ffb000"/></svg>`;
