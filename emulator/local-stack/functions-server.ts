export * from '../products/serverless/hosting/functions-server';
