// Run once by the image, as root, on an empty volume. Passwords come from files.
const { readFileSync } = require('fs');
const archopt = db.getSiblingDB('archopt');
const password = user => readFileSync(`/run/secrets/mongodb-${user}-password`, 'utf8').trim();

// Whoever opens the store makes its indexes, so that Analysis may too; it writes nothing else.
archopt.createRole({
  role: 'indexer',
  privileges: [{ resource: { db: 'archopt', collection: '' }, actions: ['createCollection', 'createIndex'] }],
  roles: [],
});
archopt.createUser({ user: 'proposal', pwd: password('proposal'), roles: ['readWrite'] });
archopt.createUser({ user: 'analysis', pwd: password('analysis'), roles: ['read', 'indexer'] });
