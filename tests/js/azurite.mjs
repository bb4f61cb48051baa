// Microsoft's stand-in for Azure Storage, for as long as whoever started it keeps its input open.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
await import('azurite/dist/src/azurite.js');
