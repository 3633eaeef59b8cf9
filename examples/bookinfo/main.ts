import { App } from 'cdk8s';
import { demo } from './demo.js';

const app = new App();
demo(app);
app.synth();
