/** Where Debian's package puts Chromium. */
export const executablePath = '/usr/bin/chromium';
