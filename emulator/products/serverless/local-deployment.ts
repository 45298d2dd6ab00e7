export * from '../../local-stack/local-deployment';
