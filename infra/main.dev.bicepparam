using 'main.bicep'

param name = 'cctv-dev'
param tenantId = readEnvironmentVariable('TENANT_ID')
param clientId = readEnvironmentVariable('CLIENT_ID')
param recordsOrigin = readEnvironmentVariable('RECORDS_ORIGIN')
param readsMail = false
param botSku = 'F0'
param alwaysReady = 0
param logDays = 30
param storageSku = 'Standard_LRS'
