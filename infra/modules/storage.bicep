// The account that holds what waits, what the processes share, and the program's packages. No key opens it: roles alone.
import { roles } from 'roles.bicep'

@description('Of the account: letters and digits alone, one of its kind in the world.')
param name string
param location string
param identityName string
param sku string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    // A journal that somebody deleted by mistake comes back for a week; so long do erased names lie there after it forgot them.
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in ['journal', 'payloads', 'deployments']: {
    parent: blobs
    name: container
    properties: {
      publicAccess: 'None'
    }
  }
]

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource inbox 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [
  for queue in ['inbox', 'inbox-poison']: {
    parent: queues
    name: queue
  }
]

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [roles.blobContributor, roles.queueContributor]: {
    name: guid(account.id, identity.id, role)
    scope: account
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

output blobs string = account.properties.primaryEndpoints.blob
output payloads string = containers[1].name
output deployments string = containers[2].name
output inbox string = inbox[0].name
