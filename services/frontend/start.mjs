// Runs the built frontend from its own folder; an image holds only what is in .next/standalone.
import './.next/standalone/server/start.js';
