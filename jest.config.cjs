module.exports = { projects: ['<rootDir>/libs/*/jest.config.cjs', '<rootDir>/libs/styles/*/jest.config.cjs', '<rootDir>/apps/*/jest.config.cjs', '<rootDir>/infra/jest.config.cjs'] };
