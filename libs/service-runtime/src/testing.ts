export { readmeSettings, settingsTable } from './settings/readme-settings.ts';
