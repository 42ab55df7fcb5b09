import '@lwc/synthetic-shadow';
import { createElement } from 'lwc';
import App from 'shell/app';

document.body.replaceChildren(createElement('shell-app', { is: App }));
