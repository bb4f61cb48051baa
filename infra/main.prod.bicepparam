using 'main.bicep'

param name = 'cctv-prod'
param tenantId = readEnvironmentVariable('TENANT_ID')
param clientId = readEnvironmentVariable('CLIENT_ID')
param recordsOrigin = readEnvironmentVariable('RECORDS_ORIGIN')
param readsMail = true
param botSku = 'S1'
param alwaysReady = 1
param logDays = 90
param storageSku = 'Standard_ZRS'
