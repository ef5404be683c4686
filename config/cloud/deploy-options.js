import { fileURLToPath } from 'node:url';
import { deployable } from '#adapters/cloudformation/deploy-faults.ts';
import { applyOptions } from '#adapters/cloudformation/deploy-options.ts';

const directory = process.env.CONFIG_DIRECTORY ?? fileURLToPath(new URL('..', import.meta.url));

/** A plugin of the framework: applies the section `deployment` of the configuration to the whole template. */
// The framework takes the default export, and makes plugins with `new`.
export default function deployOptions(serverless) {
  const apply = () => {
    const { Resources } = serverless.service.provider.compiledCloudFormationTemplate;
    applyOptions(Resources, deployable(directory).deployment);
  };
  this.hooks = { 'after:aws:package:finalize:mergeCustomProviderResources': apply };
}
