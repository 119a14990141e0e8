// Exits 0 when this container's own gRPC health service says SERVING.
const grpc = require('@grpc/grpc-js');
const { protoPath } = require('grpc-health-check');
const { loadSync } = require('@grpc/proto-loader');

const { Health } = grpc.loadPackageDefinition(loadSync(protoPath, { enums: String })).grpc.health.v1;
const client = new Health(`127.0.0.1:${process.env.PARLEY_GRPC_PORT}`, grpc.credentials.createInsecure());
client.check({ service: '' }, { deadline: Date.now() + 3000 }, (error, answer) => {
  process.exit(!error && answer.status === 'SERVING' ? 0 : 1);
});
