/** Remembers whether the sidebar is collapsed: read by the server, written by the browser. */
export const SIDEBAR_COOKIE = 'oms_sidebar';
