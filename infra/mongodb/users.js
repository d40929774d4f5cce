// Run once by the image, as root, on an empty volume. Passwords come from files.
const { readFileSync } = require('fs');
const archopt = db.getSiblingDB('archopt');
const password = user => readFileSync(`/run/secrets/mongodb-${user}-password`, 'utf8').trim();

// Proposal makes the collections and their indexes, and is the only one to write. Analysis opens what is there.
archopt.createUser({ user: 'proposal', pwd: password('proposal'), roles: ['readWrite'] });
archopt.createUser({ user: 'analysis', pwd: password('analysis'), roles: ['read'] });
